## phone
