class Cart { Cart() {} }
