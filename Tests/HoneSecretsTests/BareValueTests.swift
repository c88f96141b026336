import HoneTestSupport
import Testing

@testable import HoneSecrets

/// Values without quotes, in files where they reach to the end of their line.
@Suite struct BareValueTests {
  @Test(arguments: [
    ("app.yml", "db_password: Gx7kQ92,mZr44t", "Gx7kQ92,mZr44t"),
    ("app.yml", "password: Gx7kQ92 mZr44t9 tail99", "Gx7kQ92 mZr44t9 tail99"),
    ("app.yml", "  - password: Gx7kQ92;mZr44t  # for the test server", "Gx7kQ92;mZr44t"),
    (".env", "DB_PASSWORD=abc123XYZ more secret42words", "abc123XYZ more secret42words"),
    (".env", "export DB_PASSWORD=ab;c123XYZ$more(rest)99\r", "ab;c123XYZ$more(rest)99"),
    (".env", "DB_PASSWORD=p@ss\"w0rd'99x", "p@ss\"w0rd'99x"),
    (".my.cnf", "[client]\npassword=Gx7kQ92;mZr44t", "Gx7kQ92;mZr44t"),
    (".netrc", "machine a.corp login me password Gx7kQ92,mZr44t port 1", "Gx7kQ92,mZr44t"),
    ("app.properties", "db.password=Gx7kQ92,mZr44t", "Gx7kQ92,mZr44t"),
    ("app.properties", "db.password2=Gx7(kQ92)mZr44t", "Gx7(kQ92)mZr44t"),
  ])
  func `nothing of the value is left out`(_ path: String, _ text: String, _ secret: String) throws {
    #expect(try SecretFiles.found(text + "\n", path) == ["assigned-password:\(secret)"])
  }

  @Test(arguments: [
    ("run.sh", "PASSWORD=Gx7kQ92mZr44t next --flag", "Gx7kQ92mZr44t"),
    ("deploy.yml", "run: PASSWORD=Gx7kQ92mZr44t ./next --flag", "Gx7kQ92mZr44t"),
    ("app.json", "{\"password\": \"Gx7kQ92mZr44t\", \"user\": \"me\"}", "Gx7kQ92mZr44t"),
  ])
  func `elsewhere a value ends where its language ends it`(_ path: String, _ text: String, _ secret: String) throws {
    #expect(try SecretFiles.found(text + "\n", path) == ["assigned-password:\(secret)"])
  }

  @Test(arguments: [
    ("app.yml", "password: ${DB_PASSWORD} or ask"), ("app.yml", "password: see the wiki, page 12"),
    ("app.yml", "password: |\n  none"), ("app.properties", "db.password=(required)"),
    ("app.yml", "password: (see vault, path a/b/c1)"),
  ])
  func `places and remarks are no secrets`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text + "\n", path) == [])
  }
}
