int example(const std::string &a, std::vector<int> &items) {
    stream.write(a, flags);
    return 0;
}
