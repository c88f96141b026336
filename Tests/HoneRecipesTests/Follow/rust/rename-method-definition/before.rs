impl Bell {
    pub fn ring(&self) {
        self.go();
    }
}
