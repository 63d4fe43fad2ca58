choice =
    .repair = repair
    .replace = replace
    .leave = leave as it is

line-kind =
    .labour = labour
    .part = part
    .other = other

payer =
    .customer = the customer
    .warranty = warranty
    .contract = contract

money =
    .too-large = the amount is too large
    .currencies-differ = the amounts are in different currencies

bad-quote =
    .lines = a quote has between 1 and 200 lines
    .text = a line lacks a name, or a text in it is too long or has forbidden characters
    .amount = a line has a quantity, price or amount that is not in order
    .payer = a line is paid by another than its rule says, and no reason is given
    .options = an offer has either lines or two to three different options
    .discount = a line has a discount that is not in order
    .revision = the revision number is not in order
