// Brings the key to the server, and takes it out of the address bar and the history.
"use strict";
const enter = () => {
  const key = location.hash.slice(1);
  if (!key) return;
  history.replaceState(null, "", location.pathname);
  const said = document.getElementById("said");
  said.textContent = "Opening …";
  fetch("enter", { method: "POST", body: key })
    .then(async (answer) => {
      if (answer.ok) location.reload();
      else said.textContent = await answer.text();
    })
    .catch(() => { said.textContent = "The server does not answer."; });
};
window.addEventListener("hashchange", enter); // an address that is pasted here differs in nothing else
enter();
