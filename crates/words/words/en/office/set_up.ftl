title = Set your password
hello = Hello,{ " " }
you-sign-in-as = You will sign in with the code{ " " }
new-password = New password
what-a-password-must-be = At least 10 characters, without your code, and no row or repetition of characters.
once-more = Once more
set-password = Save and go in
