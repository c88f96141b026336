import HoneCore
import HoneTestSupport
import Testing

@testable import HoneSecrets

@Suite struct SecretDetectorTests {
  private func found(_ text: String, _ path: String = "src/main.swift") throws -> [String] {
    try SecretFiles.found(text, path)
  }

  @Test(arguments: [
    ("a.cs", "var c = \"Server=db;User Id=sa;Password=Str0ngP@ss99;\";", "Str0ngP@ss99"),
    ("A.java", "String u = \"jdbc:mysql://h/d?user=root&password=r00tPassw0rd\";", "r00tPassw0rd"),
    ("a.py", "connect(\"host=db user=app password=s3cretPw99\")", "s3cretPw99"),
    ("a.py", "connect(\"DRIVER={X};SERVER=h;PWD=s3cretPw99\")", "s3cretPw99"),
    ("a.yaml", "dsn: \"host=db user=app password=s3cretPw99\"", "s3cretPw99"),
    ("a.go", "sql.Open(\"mysql\", \"root:r00tPassw0rd@tcp(h)/app\")", "r00tPassw0rd"),
    (".env", "DSN=root:r00tPassw0rd@tcp(h:3306)/app", "r00tPassw0rd"),
  ])
  func `The password of a text that a driver reads is found`(path: String, text: String, password: String) throws {
    let bytes = Array(text.utf8)
    let found = SecretDetector().secrets(in: bytes, path: try RepositoryPath(path))
    #expect(found.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [password])
  }

  @Test(arguments: ["app.env", ".pgpass", "app.ini"])
  func `The search ends where there is no more time, and says up to where it came`(path: String) throws {
    let line = path == ".pgpass" ? "h:1:d:u:s3cretPw" : "PASSWORD=s3cretPw"
    let text = (100..<1_100).map { "\(line)\($0)x\n" }.joined()
    let bytes = path == "app.ini" ? [0xff, 0xfe] + text.utf8.flatMap { [$0, 0] } : Array(text.utf8)
    let (all, none) = SecretDetector().search(bytes, path: try RepositoryPath(path)) { _ in true }
    #expect(all.count == 1_000 && none == nil)
    let (some, end) = SecretDetector().search(bytes, path: try RepositoryPath(path)) { $0 < 200 }
    let last = try #require(some.last)
    #expect(
      (200..<(201 + Inspection.stride)).contains(some.count)
        && Array(all.prefix(some.count)).map(\.range) == some.map(\.range))
    let rest = try #require(end)..<all[some.count].range.upperBound
    #expect(rest.lowerBound >= last.range.upperBound && !rest.isEmpty)
  }

  @Test(arguments: [
    "f\"host={host} user={user} password={password}\"", "\"Server=db;Password=%s;\"", "\"host=db password=password\"",
    "\"Server=.;Password=\" + secret + \";\"", "url = \"?user=a&password=b\"", "\"user:pass@tcp(host)/db\"",
    "fmt.Sprintf(\"%s:%s@tcp(%s)/%s\", a, b, c, d)", "x = 1; password=abc123def host=1",
  ])
  func `A text for a driver without a password of its own is left alone`(text: String) throws {
    #expect(SecretDetector().secrets(in: Array(text.utf8), path: try RepositoryPath("a.py")).isEmpty)
  }

  @Test(arguments: ["RSA PRIVATE", "PRIVATE", "EC PRIVATE", "OPENSSH PRIVATE", "ENCRYPTED PRIVATE", "DSA PRIVATE"])
  func `a private key is found from head to foot`(_ label: String) throws {
    let head = "-----BEGIN \(label) " + "KEY-----"
    let foot = "-----END \(label) " + "KEY-----"
    for lineEnd in ["\n", "\r\n", "\\n"] {
      let key = [head, TokenSample.key(64), TokenSample.key(40), foot].joined(separator: lineEnd)
      let result = try found("x\n" + key + "\ny")
      #expect(result.count == 1 && result[0].hasSuffix(":" + key), "\(result)")
    }
    #expect(try found("if text.hasPrefix(\"\(head)\") { return }").isEmpty)
    #expect(try found(head.replacing("PRIVATE", with: "PUBLIC") + "\n" + TokenSample.key(64)).isEmpty)
  }

  @Test func `keys of PGP and PuTTY are found`() throws {
    let pgp =
      "-----BEGIN PGP PRIVATE KEY "
      + "BLOCK-----\nVersion: 1\n\n\(TokenSample.key(64))\n-----END PGP PRIVATE KEY BLOCK-----"
    #expect(try found(pgp) == ["pgp-private-key:" + pgp])
    let lines = "Private-Lines: 1\n\(TokenSample.key(64))\n"
    let putty =
      "PuTTY-User-Key-" + "File-2: ssh-rsa\nEncryption: none\nPublic-Lines: 1\nAAAA\n" + lines + "Private-MAC: 0\n"
    #expect(try found(putty) == ["putty-private-key:" + lines])
  }

  @Test(arguments: ["postgres", "mysql", "mongodb+srv", "redis", "amqp", "jdbc:mysql", "ftp", "https"])
  func `the password of an address is found alone`(_ scheme: String) throws {
    let password = TokenSample.key(12, seed: 4)
    #expect(
      try found("connect(\"\(scheme)://app:\(password)@db.internal:5432/x\")") == ["address-password:" + password])
    for place in ["${PASSWORD}", "password", "{password}", "<password>", "%s", "****", "app", "$PASSWORD"] {
      #expect(try found("connect(\"\(scheme)://app:\(place)@db.internal:5432/x\")").isEmpty, "\(place)")
    }
  }

  @Test func `an address without a password is none`() throws {
    for text in [
      "https://example.com:8443/a@b", "http://[::1]:8080/a@b", "git@host:path",
      "https://h:1/x@sha256:" + TokenSample.key(40),
      "https://a:b c@d",
    ] { #expect(try found(text).isEmpty, "\(text)") }
  }

  @Test func `web tokens of three and of two parts are found`() throws {
    let parts = "eyJ" + TokenSample.key(30) + ".eyJ" + TokenSample.key(40, seed: 2)
    #expect(try found("a = " + parts) == ["json-web-token:" + parts])
    let signed = parts + "." + TokenSample.key(43, seed: 3)
    #expect(try found("a = " + signed) == ["json-web-token:" + signed])
    #expect(try found("//# sourceMappingURL=data:application/json;base64,eyJ" + TokenSample.key(80)).isEmpty)
  }

  @Test(arguments: [
    #"let token = tokenizer.nextToken2()"#, #"password = os.environ["PASSWORD1"]"#, #"token: String"#,
    #"secret = "changeme""#, #"token = "access-token-header""#, #"password = form.password2"#,
    #"password = "${DB_PASSWORD_1}""#, #"let tokenCount = 1234567890123456"#, #"passwordField: "password-input-2""#,
    #"PublicKeyToken="b77a5c561934e089""#, #""nextToken": "eyJhbGciOi4AEA6u7J8s9d7f6g5h4j3k""#,
    #"secret_name = "projects/p1/secrets/s2/versions/3""#, #"token_url = "https://a.example/oauth2/token?v=2""#,
    #"func makeToken(secretName: String, password2: Int) -> Token"#, #"password: { type: 'string', minLength: 8 }"#,
    "5f3a9c0d7b1e4a6f8c2d5f3a9c0d7b1e4a6f8c2d", #"api_key_header = "X-Api-Key-2""#,
    #"<input type="password" id="pass1">"#,
    #"if password == "Tr0ub4dor3" {"#, #"sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08""#,
    #"fmt.Sprintf("sshpass -p '%s'", password)"#,
    "self, private_key: x25519.X25519PrivateKey, f: _List\n", "\"AWS::IAM::AccessKey\": \"72c2d9dd90025459\",\n",
    "\"clientRequestToken\": \"1d2129a1-3d38-460a-9756-e5b91fddb951\"\n", "PasswordLastUsed: 2016-09-08T21:47:36Z\n",
  ])
  func `ordinary code is left alone`(_ text: String) throws {
    #expect(try found(text).isEmpty)
  }

  @Test(arguments: ["s = \"password=\\\"\" + x", "x = 'api_key=\\'' . y;", "\"token=\\\"\"", "password=\\\""])
  func `a text may end behind an escaped quote`(text: String) throws { #expect(try found(text).isEmpty) }

  @Test func `no bytes crash the detector, and ranges are in order and inside`() throws {
    let pieces = [
      "password=", "-----BEGIN PRIVATE KEY-----", "://u:", "@h", "eyJ", "ghp_", "$6$", "\"", "'", "<Pass>", "</", "\n",
      "\\", "\\\"", "=", " ", "api_key", "passwd", "=>", "//", "#", "(", ")", "&",
      "token: ", "define('DB_PASSWORD', '", "sshpass -p", ".login(", "PuTTY-User-Key-File-", "Private-Lines:", ":", "é",
    ]
    let paths = try [".pgpass", ".git-credentials", "etc/shadow", "master.key", "a.swift", ".netrc", "x.json"].map {
      try SecretFiles.path($0)
    }
    fuzz { generator in
      var bytes: [UInt8] = []
      let isDense = generator.happens(50)
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8
        if isDense { continue }
        bytes += generator.bytes(atMost: 8)
        if generator.happens(30) { bytes += TokenSample.key(24, seed: generator.next()).utf8 }
      }
      let path = paths[Int.random(in: 0..<paths.count, using: &generator)]
      var end = 0
      for secret in SecretDetector().secrets(in: bytes, path: generator.happens(20) ? nil : path) {
        #expect(secret.range.lowerBound >= end && !secret.range.isEmpty && secret.range.upperBound <= bytes.count)
        end = secret.range.upperBound
      }
    }
  }

  @Test(arguments: [
    "x", "password=\"", "<password", "-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAA", "://a:b", "eyJ", "$6$a$",
  ])
  func `one line of many megabytes takes time in proportion`(_ piece: String) throws {
    let unit = Array(piece.utf8)
    let bytes =
      unit.count == 1
      ? [UInt8](repeating: unit[0], count: 50 << 20)
      : Array(repeating: unit, count: (256 << 10) / unit.count).flatMap(\.self)
    let start = ContinuousClock.now
    _ = SecretDetector().secrets(in: bytes, path: try SecretFiles.path("a.min.js"))
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
