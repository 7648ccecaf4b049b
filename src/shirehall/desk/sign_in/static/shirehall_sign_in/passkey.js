// Says on the page when a passkey did not work; the library that asks for it says so to the console alone.
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  const message = document.getElementById('passkey-failed')
  if (message) {
    message.hidden = false
    message.focus()
  }
})
