likeness =
    .serial = same serial number
    .phone = same telephone and kind of unit
    .address = same address and kind of unit

same =
    .fault = same fault
    .part = same part
