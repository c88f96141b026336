class Shop { Cart basket = new Cart(); }
