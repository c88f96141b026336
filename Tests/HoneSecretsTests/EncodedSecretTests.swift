import HoneTestSupport
import Testing

@testable import HoneSecrets

@Suite struct EncodedSecretTests {
  private static func encoded(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: 3).map { start in
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      let all = (0..<4).map { String(digits[bits >> (18 - 6 * $0) & 63]) }
      return all.prefix(part.count + 1).joined() + String(repeating: "=", count: 3 - part.count)
    }.joined()
  }

  @Test(arguments: ["", "a", "ab", "abc", "user:pass", "\u{0}\u{ff}"])
  func `base64 is read with and without padding`(_ text: String) {
    let encoded = Self.encoded(text)
    #expect(Base64.decoded(Array(encoded.utf8)) == Array(text.utf8))
    #expect(Base64.decoded(encoded.utf8.filter { $0 != UInt8(ascii: "=") }) == Array(text.utf8))
  }

  @Test(arguments: ["a", "ab=c", "a b", "abc.", "====", "abcde"])
  func `what is no base64 is refused`(_ text: String) {
    #expect(Base64.decoded(Array(text.utf8)) == nil)
  }

  @Test func `credentials of basic authentication are found`() throws {
    let credentials = Self.encoded("deploy:Tr0ub4dor" + "&3x")
    for (path, text) in [
      ("run.sh", "curl -H \"Authorization: Basic \(credentials)\" https://api.corp.net\n"),
      ("src/a.py", "headers = {\"Authorization\": \"Basic \(credentials)\"}\n"),
      ("a.http", "GET / HTTP/1.1\nauthorization: basic \(credentials)\n"),
    ] {
      #expect(try SecretFiles.found(text, path) == ["basic-credentials:\(credentials)"], "\(path)")
    }
  }

  @Test(arguments: ["user:password", "user:", "username:changeme", "just some words", "me:me", "admin:${PASSWORD}"])
  func `what documents put there is none`(_ plain: String) throws {
    #expect(try SecretFiles.found("h = \"Basic \(Self.encoded(plain))\"\n", "src/a.py").isEmpty)
    #expect(try SecretFiles.found("a basic introduction to programs\n", "README.md").isEmpty)
  }

  @Test func `a private key in base64 is found, a certificate is none`() throws {
    let body = TokenSample.key(200)
    let key = Self.encoded("-----BEGIN RSA " + "PRIVATE KEY-----\n" + body)
    let certificate = Self.encoded("-----BEGIN CERTIFICATE-----\n" + body)
    let text = "    client-certificate-data: \(certificate)\n    client-key-data: \(key)\n"
    #expect(try SecretFiles.found(text, ".kube/config") == ["encoded-private-key:\(key)"])
  }

  @Test func `values of a Kubernetes Secret are found`() throws {
    let password = Self.encoded("Tr0ub4dor" + "&3x")
    let address = Self.encoded("postgres://app:Tr0ub4dor" + "33@db.corp.net/app")
    let docker = Self.encoded("{\"auths\": {\"r.corp.net\": {\"auth\": \"\(Self.encoded("me:Tr0ub4dor33"))\"}}}")
    let text = """
      apiVersion: v1
      kind: Secret
      metadata:
        name: database
      type: Opaque
      data:
        username: \(Self.encoded("admin"))
        password: \(password)
        DATABASE_URL: "\(address)"
        .dockerconfigjson: \(docker)
        mode: \(Self.encoded("production"))
      ---
      kind: ConfigMap
      data:
        greeting: \(password)
      """
    #expect(
      try SecretFiles.found(text, "k8s/database.yaml").sorted()
        == [password, address, docker].map { "kubernetes-secret:\($0)" }.sorted())
  }

  @Test func `a default given to a variable of the environment is found`() throws {
    let key = TokenSample.key(40)
    #expect(try SecretFiles.found("KEY = os.environ.get(\"SECRET_KEY\", \"\(key)\")\n", "a.py").count == 1)
    #expect(try SecretFiles.found("KEY = os.environ.get(\"SECRET_KEY\", \"change-me\")\n", "a.py").isEmpty)
    #expect(try SecretFiles.found("check(\"SECRET_KEY\", \"\(key)\")\n", "a.py").isEmpty)
  }
}
