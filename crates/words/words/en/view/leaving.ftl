nothing = nothing to do
keep-on = saved here and sent with the next contact: keep the device on
