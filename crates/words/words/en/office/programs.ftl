programs = Programs
what-a-token-is = Other programs use the API by a token, with no more rights than the person they act for. A token is shown once, when it is made. The API is described at{ " " }
for-whom = Acts for
purpose = Purpose
scope-label = Scope
days = Days it is good
make = Make a token
keep-this = Keep this now; it is shown only once:
made = Made
ends = Ends
last-used = Last used
never = never
state = State
revoked = revoked
expired = expired
revoke = Revoke
none-yet = There is no token yet.

scope =
    .read = reads only
    .write = reads and changes

refused =
    .no-person = Nobody of the office has this code.
    .bad-name = The purpose must not be empty and has at most 64 characters.
    .bad-days = A token is good for 1 to 731 days.
