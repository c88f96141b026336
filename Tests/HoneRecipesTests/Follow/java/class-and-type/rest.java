class Shop { Basket basket = new Basket(); }
