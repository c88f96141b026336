int example(const std::string &a, std::vector<int> &items) {
    ToString(a);
    return 0;
}
