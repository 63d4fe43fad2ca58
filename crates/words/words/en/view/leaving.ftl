nothing = nothing to do
keep-on = saved here and sent with the next contact: keep the device on
take-again = the office will not take a photo: look at it and take it again
reach-wifi = photos wait for Wi-Fi: send them there
