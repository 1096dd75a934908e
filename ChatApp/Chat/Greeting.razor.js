// The starters of a new chat: each puts its words into the box.
document.addEventListener('click', event => {
  const starter = event.target.closest?.('[data-starter]');
  if (starter) document.querySelector('chat-composer')?.write?.(starter.dataset.starter);
});
