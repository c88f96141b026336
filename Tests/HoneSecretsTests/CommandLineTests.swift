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
    ("find.sh", "ldapsearch -x -D cn=admin -w @@ -b dc=corp\n"), ("find.sh", "ldappasswd -D cn=admin -s @@ uid=me\n"),
    ("cloud.sh", "az login --service-principal -u app -p '@@' --tenant corp\n"),
    ("cloud.sh", "az acr login -n corp -u me -p @@\n"), ("db.cmd", "sqlcmd -S db -U sa -P @@ -Q \"select 1\"\n"),
    ("db.sh", "mongo -u root -p @@ admin\n"), ("db.sh", "mongorestore --username root --password @@ dump\n"),
    ("db.sh", "sqlplus -s scott/@@@db/xe\n"), ("db.sh", "mariadb -uroot -p@@ app\n"),
    ("share.sh", "smbclient //files/a -U me%@@ -c ls\n"), ("get.sh", "lftp -u me,@@ sftp://files.corp.net\n"),
    ("zip.sh", "zip -r -P @@ a.zip b\n"), ("key.sh", "ssh-keygen -t ed25519 -N \"@@\" -f key\n"),
    ("web.sh", "htpasswd -cb /etc/nginx/.htpasswd me @@\n"), ("mq.sh", "rabbitmqctl add_user me @@\n"),
    ("mq.sh", "mosquitto_pub -u me -P @@ -t a -m b\n"), ("user.bat", "net user me @@ /add\n"),
    (".bash_history", "ldapsearch -x -w @@ -b dc=corp\naz login -u me\n"),
    ("get.sh", "wget --user=me --password=@@ https://files.corp.net/a\n"),
  ])
  func `passwords on command lines are found`(_ path: String, _ template: String) throws {
    // Unquoted, a shell would take the ampersand for its own.
    let password = Self.password.replacing("&", with: "_")
    let found = try SecretFiles.found(template.replacing("@@", with: password), path)
    #expect(found.map { $0.drop { $0 != ":" }.dropFirst() } == [password[...]], "\(path): \(found)")
  }

  @Test(arguments: [
    ("setup.sh", "echo '@@' | sudo -S apt-get update\n"), ("setup.sh", "echo @@ | sudo -kS whoami\n"),
    ("setup.sh", "printf '%s\\n' \"@@\" | sudo --stdin true\n"),
    ("setup.sh", "echo -n '@@' | /usr/bin/sudo -u root -S id\n"),
    ("setup.sh", "echo 'root:@@' | chpasswd\n"), ("setup.sh", "echo root:@@ | sudo chpasswd\n"),
    ("setup.sh", "chpasswd <<< \"root:@@\"\n"), ("setup.sh", "echo @@ | passwd --stdin root\n"),
    ("setup.sh", "sudo -S id <<< '@@'\n"), ("deploy.py", "os.system(\"echo '@@' | sudo -S reboot\")\n"),
    ("deploy.py", "requests.get(url, auth=('me', '@@'))\n"), ("deploy.py", "r = s.get(url, auth = (user, \"@@\"))\n"),
    ("deploy.py", "HTTPBasicAuth(settings.user, '@@')\n"), ("main.go", "req.SetBasicAuth(\"me\", \"@@\")\n"),
    ("call.rb", "request.basic_auth 'me', '@@'\n"), ("call.rb", "request.basic_auth(\"me\", \"@@\")\n"),
  ])
  func `passwords that are handed over are found`(_ path: String, _ template: String) throws {
    let password = Self.password.replacing("&", with: "_")
    let found = try SecretFiles.found(template.replacing("@@", with: password), path)
    #expect(found.map { $0.drop { $0 != ":" }.dropFirst() } == [password[...]], "\(path): \(found)")
  }

  @Test(arguments: [
    "echo \"$PASSWORD\" | sudo -S id\n", "echo ${PW} | sudo -S id\n", "cat secret | sudo -S id\n",
    "echo hi | sudo -E id\n",
    "echo done && sudo -S id\n", "sudo -S id < secret\n", "echo deb x | sudo tee -a /etc/apt/sources.list\n",
    "requests.get(url, auth=(user, password))\n", "requests.get(url, auth=('user', 'pass'))\n", "auth=(1, 2)\n",
    "req.SetBasicAuth(user, pass)\n", "app.basic_auth :user, :pass\n", "echo password | sudo -S id\n",
  ])
  func `what is handed over from elsewhere is none`(_ text: String) throws {
    #expect(try SecretFiles.found(text, "deploy.sh").isEmpty, "\(text)")
    #expect(try SecretFiles.found(text, "deploy.py").isEmpty, "\(text)")
  }

  @Test(arguments: [
    "curl -u $USER:$PASS https://api.corp.net\n", "curl -u \"${USER}:${PASS}\" https://api.corp.net\n",
    "curl -u user:password https://example.com\n", "curl -u \"$(cat user):$(cat pass)\" https://a.corp.net\n",
    "curl -u admin https://api.corp.net\n", "curl -fsSL https://a.corp.net:8080/x1y2z3a4 -o a\n",
    "docker login -u me --password-stdin registry.corp.net\n", "docker run -p 8080:80 nginx\n",
    "mysql -u root -p app\n", "mysql --protocol=tcp -P3306 app\n", "redis-cli -a \"$REDIS_PASSWORD\" ping\n",
    "ldapsearch -x -w $PW -b dc=corp\n", "ldapsearch -x -W -b dc=corp2026\n", "az login -p \"${PW}\"\n",
    "sqlplus / as sysdba\n", "sqlplus scott@db01/xe19\n", "smbclient -U me%$PW //files/a\n",
    "lftp -u me, sftp://a1.b2\n",
    "unzip -p a1b2c3.zip b\n", "gzip -P Tr0ub4dor3x a\n", "htpasswd -c /etc/nginx/.htpasswd2 me Tr0ub4dor3x\n",
    "ssh-keygen -N \"\" -f key01\n", "rabbitmqctl add_user me \"$PW\"\n", "net user\n", "chpasswd -e < list01\n",
    "echo \"root:$PW\" | chpasswd\n", "cat list | chpasswd\n",
    "curl-config -u me:Tr0ub4dor3x\n", "curl https://a.corp.net | tar -u x:Tr0ub4dor3x\n",
  ])
  func `places and common words on command lines are none`(_ text: String) throws {
    #expect(try SecretFiles.found(text, "deploy.sh").isEmpty, "\(text)")
  }
}
