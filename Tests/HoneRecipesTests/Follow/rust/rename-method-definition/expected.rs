fn f(bell: Bell) {
    bell.ring_one();
}
