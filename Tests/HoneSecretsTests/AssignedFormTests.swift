import HoneTestSupport
import Testing

@testable import HoneSecrets

/// Values that are given without an operator between name and value.
@Suite struct AssignedFormTests {
  private static let password = "Tr0ub4dor" + "_3x"
  private static let key = TokenSample.key(32)

  /// `@@` stands for a password, `KEY` for a random key.
  @Test(arguments: [
    ("deploy.yaml", "env:\n  - name: DB_PASSWORD\n    value: \"@@\"\n"),
    ("deploy.yaml", "env:\n  - name: API_TOKEN\n    value: %%\n"),
    ("task.json", "{\"environment\": [{\"name\": \"DB_PASSWORD\", \"value\": \"@@\"}]}\n"),
    ("task.json", "{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": \"@@\"\n}\n"),
    ("main.tf", "env {\n  name  = \"DB_PASSWORD\"\n  value = \"@@\"\n}\n"),
    ("Dockerfile", "FROM a\nENV DB_PASSWORD @@\n"), ("Dockerfile.prod", "FROM a\nENV A=1 DB_PASSWORD=@@\n"),
    ("build/Dockerfile", "FROM a\nARG NPM_TOKEN=%%\n"), ("Containerfile", "FROM a\nENV API_TOKEN %%\n"),
    ("app.service", "[Service]\nEnvironment=DB_PASSWORD=@@\n"),
    ("app.service", "[Service]\nEnvironment=\"A=1\" \"DB_PASSWORD=@@\"\n"),
    ("app.service", "[Service]\nEnvironment='DB_PASSWORD=@@'\n"),
    ("docker-compose.yml", "environment:\n  - \"DB_PASSWORD=@@\"\n"),
    ("run.py", "run([\"docker\", \"run\", \"-e\", \"DB_PASSWORD=@@\"])\n"),
    ("redis.conf", "requirepass @@\n"), ("redis.conf", "masterauth @@\n"),
    ("cache.sh", "redis-cli config set requirepass @@\n"),
    ("users.sql", "CREATE USER 'app'@'%' IDENTIFIED BY '@@';\n"),
    ("users.sql", "ALTER USER 'app' IDENTIFIED WITH caching_sha2_password BY '@@';\n"),
    ("users.sql", "CREATE ROLE app\n  WITH LOGIN\n  PASSWORD '@@';\n"),
    ("users.sql", "ALTER ROLE app ENCRYPTED PASSWORD '@@';\n"),
    ("users.sql", "CREATE LOGIN app WITH PASSWORD = N'@@';\n"),
    ("users.sql", "SET PASSWORD FOR 'root' = PASSWORD('@@');\n"),
    ("users.sql", "CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'c', password '@@');\n"),
    ("Main.java", "source.setPassword(\"@@\");\n"), ("Main.kt", "source.setPassword(\"@@\")\n"),
    ("Main.cs", "options.WithPassword(\"@@\");\n"), ("Main.java", "builder.password(\"@@\").build();\n"),
    ("Main.java", "properties.setProperty(\"db.password\", \"@@\");\n"),
    ("Main.java", "properties.put(\"password\", \"@@\");\n"), ("main.go", "os.Setenv(\"DB_PASSWORD\", \"@@\")\n"),
    ("Main.java", "DriverManager.getConnection(url, \"sa\", \"@@\");\n"),
    ("Main.cs", "new NetworkCredential(\"me\", \"@@\")\n"),
    ("db.php", "$db = mysqli_connect(\"localhost\", \"root\", \"@@\");\n"),
    ("db.php", "$db = new PDO($dsn, \"root\", \"@@\");\n"),
    ("db.php", "$db = new mysqli($host, $user, '@@', 'app');\n"),
    ("setup.ps1", "New-User -Name a -Password \"@@\"\n"), ("setup.ps1", "$env:DB_PASSWORD = \"@@\"\n"),
    ("setup.ps1", "$p = ConvertTo-SecureString \"@@\" -AsPlainText -Force\n"),
    ("setup.ps1", "$p = ConvertTo-SecureString -AsPlainText -Force -String '@@'\n"),
    ("setup.ps1", "[Environment]::SetEnvironmentVariable(\"DB_PASSWORD\", \"@@\", \"User\")\n"),
    ("call.js", "request.setRequestHeader('X-Api-Key', '%%')\n"),
    ("call.sh", "curl -H 'X-Api-Key: %%' https://api.corp.net\n"),
    ("call.sh", "curl -H \"PRIVATE-TOKEN: %%\" https://api.corp.net\n"),
    ("call.sh", "curl -H \"Authorization: Token %%\" https://api.corp.net\n"),
    ("set.sh", "npm config set //registry.corp.net/:_authToken %%\n"), ("set.csh", "setenv DB_PASSWORD @@\n"),
    ("set.fish", "set -x DB_PASSWORD @@\n"), ("set.bat", "set DB_PASSWORD=@@\n"),
    ("sign.sh", "openssl rsa -in a.pem -passin pass:@@\n"), ("sign.sh", "keytool -genkey -storepass @@ -alias a\n"),
    ("run.sh", "docker run -e \"MYSQL_ROOT_PASSWORD=@@\" mysql\n"),
    ("run.sh", "kubectl create secret generic a --from-literal=password=@@\n"),
  ])
  func `values are found however they are given`(_ path: String, _ template: String) throws {
    let text = template.replacing("@@", with: Self.password).replacing("%%", with: Self.key)
    let secret = template.contains("@@") ? Self.password : Self.key
    let found = try SecretFiles.found(text, path)
    #expect(found.map { $0.drop { $0 != ":" }.dropFirst() } == [secret[...]], "\(path): \(found)")
  }

  @Test func `the keys of a cloud are found where its program is given them`() throws {
    var generator = SplitMix64(seed: 3)
    let key = TokenSample.characters(.base64, 40, &generator)
    let found = try SecretFiles.found("aws configure set aws_secret_access_key \(key)\n", "setup.sh")
    #expect(found == ["aws-secret-access-key:\(key)"])
  }

  @Test(arguments: [
    ("deploy.yaml", "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: Tr0ub4dor_3x\n"),
    ("deploy.yaml", "- name: DB_PASSWORD\n  value: $(OTHER)\n- name: A\n  value: Tr0ub4dor_3x\n"),
    ("deploy.yaml", "- title: DB_PASSWORD\n  value: Tr0ub4dor_3x\n"),
    ("Dockerfile", "ENV DB_PASSWORD $PW\nENV DB_PASSWORD ${PW}\nARG DB_PASSWORD\nRUN env DB_PASSWORD x1y2z3w4\n"),
    ("app.service", "Environment=\"DB_PASSWORD=%i\"\nEnvironmentFile=/etc/db-password1\n"),
    ("redis.conf", "# requirepass foobared\nrequirepass ${PW}\n"),
    ("users.sql", "CREATE USER app IDENTIFIED BY '${pw}';\nALTER ROLE app PASSWORD NULL;\n"),
    ("Main.java", "map.getPassword(\"Tr0ub4dor_3x\");\nif (validatePassword(\"Tr0ub4dor_3x\")) {}\n"),
    (
      "Main.java",
      "user.setPassword(\"password\");\nuser.setPassword(secret);\nfield.setPasswordLabel(\"Passwort 12\");\n"
    ),
    ("a.py", "print(\"password 'Tr0ub4dor_3x' is wrong\")\n"),
    ("a.py", "flags = ['token=%s', \"password=Tr0ub4dor\"]\n"),
    ("setup.ps1", "New-User -Password $pw\nConvertTo-SecureString $pw -AsPlainText\n"),
    ("sign.sh", "openssl rsa -passin env:PW01 -passout file:pw0123\nopenssl rsa -passin pass:$PW\n"),
    ("call.sh", "curl -H 'X-Api-Key: ${KEY}' -H \"Authorization: Token $TOKEN\" https://api.corp.net\n"),
    ("set.sh", "npm config set //registry.corp.net/:_authToken $NPM_TOKEN\n"),
  ])
  func `places and other uses of the forms are none`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path).isEmpty, "\(path): \(text)")
  }
}
