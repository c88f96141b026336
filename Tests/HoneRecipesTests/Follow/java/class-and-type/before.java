class Basket { Basket() {} }
