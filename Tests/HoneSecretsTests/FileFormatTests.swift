import HoneTestSupport
import Testing

@testable import HoneSecrets

@Suite struct FileFormatTests {
  private static let key = TokenSample.key(32)

  /// `PASS` stands for a password that a person chose, `KEY` for a random key; each row finds exactly that.
  @Test(arguments: [
    (".env", "DB_PASSWORD=PASS\nAPP_KEY=base64:KEY\nAPP_DEBUG=true\nDB_HOST=localhost\n", 2),
    (".env.production", "export MAIL_PASSWORD='PASS'\n", 1),
    (".pgpass", "#host:port:db:user:pass\nlocalhost:5432:main:root:PASS\n", 1),
    (".netrc", "machine a.example login me@example.com password PASS\n", 1),
    ("_netrc", "machine b\n  login me\n  password PASS\n", 1),
    (".npmrc", "_auth = KEY\n//registry.npmjs.org/:_authToken=KEY\nemail=a@b.c\n", 2),
    (".pypirc", "[pypi]\nusername = me\npassword = PASS\n", 1),
    (".docker/config.json", "{\"auths\": {\"https://index.docker.io/v1/\": {\"auth\": \"KEY\"}}}", 1),
    (".dockercfg", "{\"a\": {\"email\": \"a@b.c\", \"auth\": \"KEY\"}}", 1),
    (".kube/config", "users:\n- name: me\n  user:\n    token: KEY\n    password: PASS\n", 2),
    (
      "web/wp-config.php", "define( 'DB_USER', 'me' );\ndefine('DB_PASSWORD', 'PASS');\ndefine('AUTH_KEY', 'KEY');\n", 2
    ),
    ("app/settings.py", "SECRET_KEY = 'KEY'\nDEBUG = True\n", 1),
    ("config/secrets.yml", "production:\n  secret_key_base: KEY\n", 1),
    ("config/master.key", "KEY\n", 1),
    (".htpasswd", "admin:$apr1$abcdefgh$HASH22\n", 1),
    ("etc/shadow", "root:$6$saltsalt$HASH86:17431:0:99999:7:::\ndaemon:*:17431:0:99999:7:::\n", 1),
    (".git-credentials", "https://me@example.com:PASS@host.example\n", 1),
    (".s3cfg", "secret_key = KEY\nuse_https = True\n", 1),
    (".aws/credentials", "[default]\naws_secret_access_key = KEY12345678\n", 1),
    (".idea/WebServers.xml", "<fileTransfer host=\"h\" port=\"21\" password=\"KEY\" username=\"root\">", 1),
    (".vscode/sftp.json", "{\"host\": \"h\", \"password\": \"PASS\"}", 1),
    ("filezilla/recentservers.xml", "<User>root</User>\n<Pass encoding=\"base64\">KEY</Pass>\n", 1),
    (".ftpconfig", "{\"user\": \"root\", \"pass\": \"PASS\", \"passphrase\": \"PASS\", \"promptForPass\": false}", 2),
    ("ventrilo_srv.ini", "AdminPassword=PASS\nAuth=1\n", 1),
    (".esmtprc", "username \"me@example.com\"\npassword \"PASS\"\n", 1),
    (".muttrc", "set imap_pass = \"PASS\"\n", 1),
    (".bash_history", "ls\nmysql -u root --password=PASS\nsshpass -p 'PASS' ssh host\n", 2),
    ("deploy.sh", "export API_TOKEN=KEY\n", 1),
    ("db/dump.sql", "INSERT INTO users VALUES (1, 'a', '$2y$12$HASH53', 1);\n", 1),
    ("robomongo.json", "{\"userPassword\" : \"PASS\", \"sshPassphrase\" : \"PASS\"}", 2),
    (".mozilla/logins.json", "{\"encryptedUsername\": \"KEY\", \"encryptedPassword\": \"KEY\"}", 2),
    ("hub", "github.com:\n- user: me\n  oauth_token: \"KEY\"\n", 1),
    ("proftpdpasswd", "root:$6$saltsalt$HASH86:1:1::/home:/bin/sh\n", 1),
    ("db/mongoid.yml", "uri: \"mongodb://me:PASS@host.example:48537/main\"\n", 1),
    ("js/query.js", "conn.login('me@example.com', 'PASS', done);\n", 1),
    ("pom.xml", "<property name=\"password\" value=\"PASS\"/>\n<entry key=\"api.token\">KEY</entry>\n", 2),
    ("application.properties", "spring.datasource.password=PASS\n", 1),
    ("main.tf", "administrator_login_password = \"PASS\"\n", 1),
    ("cloud.json", "{\"type\": \"service_account\"}", 1),
  ])
  func `secrets are found where they live`(_ path: String, _ template: String, _ count: Int) throws {
    var generator = SplitMix64(seed: 5)
    var text = template
    for length in [22, 53, 86] {
      text = text.replacing("HASH\(length)", with: TokenSample.characters(.crypt, length, &generator))
    }
    text = text.replacing("PASS", with: "Tr0ub4dor" + "&3").replacing("KEY", with: Self.key)
    // Words of the template hold the marks too.
    for name in ["DB_", "MAIL_"] { text = text.replacing("\(name)Tr0ub4dor&3WORD", with: "\(name)PASSWORD") }
    for name in ["APP_", "AUTH_", "SECRET_"] { text = text.replacing("\(name)\(Self.key)", with: "\(name)KEY") }
    let found = try SecretFiles.found(text, path)
    #expect(found.count == count, "\(path): \(found)")
  }

  @Test(arguments: [
    ".env", ".env.local", "config/database.yml", "app.properties", "src/main.py", "web/index.js", ".npmrc",
    "settings.json",
    "wp-config.php", "main.go",
  ])
  func `places of secrets are none`(_ path: String) throws {
    for value in [
      "${DB_PASSWORD}", "$DB_PASSWORD", "<your-password>", "{{ password }}", "%PASSWORD%", "changeme",
      "xxxxxxxxxxxxxxxx",
      "YOUR_API_KEY", "****************", "", "null",
    ] {
      for quote in ["\"", "'"] {
        let text = "password = \(quote)\(value)\(quote)\napi_token: \(quote)\(value)\(quote)\n"
        #expect(try SecretFiles.found(text, path).isEmpty, "\(path): \(text)")
      }
    }
  }

  @Test func `nothing is found in tests and examples that has no shape of its own`() throws {
    let text = "password = \"Tr0ub4dor" + "&3\"\nsecret_key = '\(Self.key)'\n"
    for path in ["tests/a.py", "src/__tests__/a.js", "a_test.go", ".env.example", "docs/usage.md", "spec/a_spec.rb"] {
      #expect(try SecretFiles.found(text, path).isEmpty, "\(path)")
    }
    #expect(try SecretFiles.found(text, "src/a.py").count == 2)
  }

  @Test(arguments: [
    "secret = r'([a-zA-Z0-9_\\-]{44}(?![a-zA-Z0-9_\\-]))'\n", "password = r'([a-f0-9]{48}(?![a-f0-9]))'\n",
    "mirror = 'https://user:p%2Fss4Word9@artifactory.example.com/nodejs'\n",
  ])
  func `regular expressions and hosts of documents are no secrets`(_ text: String) throws {
    #expect(try SecretFiles.found(text, "src/a.py").isEmpty, "\(text)")
  }

  @Test func `lists of checksums are searched for shapes alone`() throws {
    let text = "\"token\": \"\(Self.key)\"\n\"integrity\": \"sha512-\(TokenSample.key(88))\"\n"
    #expect(try SecretFiles.found(text, "package-lock.json").isEmpty)
    #expect(try SecretFiles.found("glpat-" + TokenSample.key(20), "package-lock.json").count == 1)
  }
}
