// On a Mac the command key does what Ctrl does elsewhere.
const mac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform);

document.addEventListener('click', event => {
  const help = document.getElementById('help');
  if (event.target.closest('[data-open-help]')) help?.showModal();
  // A click on the backdrop arrives at the dialog itself.
  else if (event.target === help) help.close();
});

if (mac) for (const key of document.querySelectorAll('#help kbd')) if (key.textContent === 'Ctrl') key.textContent = '⌘';
