reception = reception
dispatcher = dispatcher
supervisor = service supervisor
store = parts store
quality = quality
finance = finance
manager = centre manager
administrator = administrator
