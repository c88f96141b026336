fn f(bell: Bell) {
    bell.ring();
}
