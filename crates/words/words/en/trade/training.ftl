lack =
    .no-certificate = no certificate
    .certificate-ended = certificate has ended
    .certificate-ends-soon = certificate ends within 60 days
    .too-few-hours = less than 20 hours
