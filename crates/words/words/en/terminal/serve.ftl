serve-text =
    .created = Created the organisation { $name }.
    .listening = Ready: { $url }
    .how-to-log-in = To log in to the office's pages: { $command }
    .how-to-stop = Ctrl-C stops it.
