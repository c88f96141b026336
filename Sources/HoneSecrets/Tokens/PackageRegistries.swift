extension TokenKinds {
  /// Registries of packages and of images.
  static let packageRegistries: [TokenKind] = [
    TokenKind("npm-token", "npm access token", "npm_", .alphanumeric(36), checksum: .crc32),
    TokenKind("pypi-token", "PyPI upload token", "pypi-AgEIcHlwaS5vcmc", .urlSafe(50...1000)),
    TokenKind("pypi-test-token", "TestPyPI upload token", "pypi-AgENdGVzdC5weXBpLm9yZw", .urlSafe(50...1000)),
    TokenKind("rubygems-key", "RubyGems API key", "rubygems_", .hex(48)),
    TokenKind("crates-io-token", "crates.io API token", "cio", .alphanumeric(32)),
    TokenKind("crates-io-publisher-token", "crates.io trusted publishing token", "cio_tp_", .alphanumeric(32)),
    TokenKind("clojars-token", "Clojars deploy token", "CLOJARS_", .hex(60)),
    TokenKind("nuget-key", "NuGet API key", "oy2", .lower(43)),
    TokenKind("docker-hub-token", "Docker Hub access token", "dckr_pat_", .urlSafe(27)),
    TokenKind("docker-hub-org-token", "Docker Hub organization token", "dckr_oat_", .urlSafe(32)),
    TokenKind("jfrog-api-key", "JFrog API key", "AKCp", .alphanumeric(69)),
    TokenKind("jfrog-reference-token", "JFrog reference token", "cmVmdGtu", .alphanumeric(56)),
    TokenKind("artifactory-password", "Artifactory encrypted password", "_password=AP", .alphanumeric(10...100)),
    TokenKind("packagist-token", "Private Packagist token", "packagist_ort_", .hex(68)),
    TokenKind("packagist-user-token", "Private Packagist user token", "packagist_uut_", .hex(68)),
    TokenKind("packagist-update-token", "Private Packagist update token", "packagist_out_", .hex(68)),
    TokenKind(
      "secret-token", "RFC 8959 secret token", "secret-token:", .run(ByteSet("a-zA-Z0-9._~!$&*+:@%-"), 20...200)),
    TokenKind("modrinth-token", "Modrinth access token", "mrp_", .alphanumeric(60)),
  ]
}
