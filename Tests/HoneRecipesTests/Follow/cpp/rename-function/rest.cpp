int example(const std::string &a, std::vector<int> &items) {
    print(ToString(b));
    return 0;
}
