import HoneTestSupport
import Testing

@testable import HoneSecrets

@Suite struct CommandLineTests {
  private static let password = "Tr0ub4dor" + "&3x"

  @Test(arguments: [
    ("deploy.sh", "curl -u deploy:@@ https://api.corp.net/v1\n"),
    ("deploy.sh", "curl -s --user 'admin:@@' https://api.corp.net\n"),
    ("deploy.sh", "curl --user=admin:@@ https://api.corp.net\n"),
    ("deploy.sh", "curl -XPOST \\\n  -d @file \\\n  -u admin:@@ \\\n  https://api.corp.net\n"),
    (".github/workflows/a.yml", "      - run: docker login -u me -p @@ registry.corp.net\n"),
    ("Makefile", "\tmysql -u root -p'@@' app < dump.sql\n"),
    (".bash_history", "mysqldump -uroot -p@@ app\n"),
    ("run.py", "os.system(\"curl -u me:@@ https://api.corp.net\")\n"),
    ("cache.sh", "redis-cli -h cache -a @@ ping\n"),
    ("import.sh", "PGPASSWORD=@@ psql -h db app\n"),
    ("get.sh", "wget --user=me --password=@@ https://files.corp.net/a\n"),
  ])
  func `passwords on command lines are found`(_ path: String, _ template: String) throws {
    // Unquoted, a shell would take the ampersand for its own.
    let password = Self.password.replacing("&", with: "_")
    let found = try SecretFiles.found(template.replacing("@@", with: password), path)
    #expect(found.map { $0.drop { $0 != ":" }.dropFirst() } == [password[...]], "\(path): \(found)")
  }

  @Test(arguments: [
    "curl -u $USER:$PASS https://api.corp.net\n", "curl -u \"${USER}:${PASS}\" https://api.corp.net\n",
    "curl -u user:password https://example.com\n", "curl -u \"$(cat user):$(cat pass)\" https://a.corp.net\n",
    "curl -u admin https://api.corp.net\n", "curl -fsSL https://a.corp.net:8080/x1y2z3a4 -o a\n",
    "docker login -u me --password-stdin registry.corp.net\n", "docker run -p 8080:80 nginx\n",
    "mysql -u root -p app\n", "mysql --protocol=tcp -P3306 app\n", "redis-cli -a \"$REDIS_PASSWORD\" ping\n",
    "curl-config -u me:Tr0ub4dor3x\n", "curl https://a.corp.net | tar -u x:Tr0ub4dor3x\n",
  ])
  func `places and common words on command lines are none`(_ text: String) throws {
    #expect(try SecretFiles.found(text, "deploy.sh").isEmpty, "\(text)")
  }
}
