int example(const std::string &a, std::vector<int> &items) {
    stream.write(b, flags);
    return 0;
}
