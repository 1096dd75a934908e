import './MainLayout.razor.js';
import './Routes.razor.js';
import './ThemeSwitch.razor.js';
import './HelpDialog.razor.js';
import './ReconnectNotice.razor.js';
import './ErrorPage.razor.js';
import '../Conversations/EntryMenu.razor.js';
import '../Conversations/RenameBox.razor.js';

/** Keeps a setting of this browser in a cookie, for the server's next first paint. An empty value forgets it. */
export function remember(name, value) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${name}=${value ?? ''}; path=/; samesite=lax; max-age=${value ? 31536000 : 0}${secure}`;
}

/** Speaks through the one live region. Anything may dispatch `chatapp:announce` with the text as its detail. */
export function announce(text) {
  const place = document.getElementById('announcer');
  if (!place) return;
  place.textContent = '';
  // An equal text would stay silent, so it is set anew in the next frame.
  requestAnimationFrame(() => { place.textContent = text; });
}

document.addEventListener('chatapp:announce', event => announce(event.detail));
remember('tz', Intl.DateTimeFormat().resolvedOptions().timeZone);
// Nobody is logged in here: the page shown without a server must not offer the last one's drafts.
if (location.pathname === '/login') localStorage.removeItem('chatapp:person');
