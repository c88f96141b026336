impl Bell {
    pub fn ring_one(&self) {
        self.go();
    }
}
