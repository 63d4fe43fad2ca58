sign-in = Sign in
your-code = Your code
password = Password
one-time-code = One-time code
only-if-turned-on = Only if you turned it on.

refused =
    .wrong = The code or the password is wrong.
    .code = The one-time code is missing, wrong or used. Wait for the next one.
    .too-many = Too many wrong tries. Try again in fifteen minutes, or ask the administrator for a link.
