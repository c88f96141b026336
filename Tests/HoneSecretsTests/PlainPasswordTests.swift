import HoneTestSupport
import Testing

@testable import HoneSecrets

/// Passwords that are short or well known, under names that say what they are.
@Suite struct PlainPasswordTests {
  @Test(arguments: [
    ("app.py", "password = \"hunt" + "er2\"\n"), ("app.js", "const passwd = 'toor" + "42';\n"),
    ("application.properties", "spring.datasource.password=hunt" + "er2\n"),
    ("app.yml", "ADMIN_PW: \"xk9" + "mp2q\"\n"), (".env", "ADMIN_PW=xk9" + "mp2q\n"),
    ("app.properties", "admin.pw=xk9" + "mp2q\n"),
    ("beans.xml", "<property value=\"xk9" + "mp2q\" name=\"password\"/>\n"),
    ("beans.xml", "<property name=\"password\">\n  <value>xk9" + "mp2q</value>\n</property>\n"),
  ])
  func `a password needs no strength to be one`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path).map { $0.prefix(18) } == ["assigned-password:"])
  }

  @Test(arguments: [
    ("app.py", "password = \"letmein\"\n"), ("app.py", "password = \"new_password\"\n"),
    ("app.py", "pass_word = \"hunter2\"\n"), ("tests/app.py", "password = \"hunter2\"\n"),
    ("app.py", "password = field1\n"), ("app.py", "w = dict(password=\"col-md-6\")\n"),
    ("app.py", "hash_password = \"sha256\"\npassword = 'argon2id'\n"),
    ("app.go", "const ErrInvalidPassword = \"E1001x\"\n"), ("a.js", "const RESET_PASSWORD = 'RESET_2FA';\n"),
    ("beans.xml", "<property value=\"xk9mp2q\" name=\"user\"/>\n"),
    ("page.xml", "<input value=\"a\" kind=\"b\" name=\"password\"/>\n"),
  ])
  func `words and places are none`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path) == [])
  }

  @Test(arguments: [
    ("app.py", "password = \"correct-horse!" + "battery\"\n"), ("deploy.sh", "DB_PASS='s#cretP@" + "ss'\n"),
    ("app.yml", "password: correct-horse!" + "battery\n"), ("app.properties", "db.password=to!them~" + "oon\n"),
    ("app.json", "{\"Password\": \"tse@hostedPw" + "d\"}\n"), ("a.php", "<?php\n$password = 'mar$hal^" + "law';\n"),
    ("app.go", "cfg.Password = \"EinBelegtesBrot" + "!\"\n"), ("run.sh", "ADMIN_PASSWORD=\"dontpanic" + "!\"\n"),
    ("a.py", "requests.get(u, auth=('me', 'correct-horse!" + "battery'))\n"),
  ])
  func `a password of letters and signs needs no digit`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path).count == 1)
  }

  @Test(arguments: [
    "password: vault!reference", "db_password: secretRef@vault", "password: svc@corp",
    "password = \"pa$$word\"", "password = '<your-password>'", "password = \"change_me!\"",
    "password = '${DB_PASSWORD}'",
    "password = \"$HOME_PASS\"", "password = \"pre$word@fix\"", "password = '%s@%s:word'", "password = 'user%sname!x'",
    "password: 'Enter your password!'", "password: 'Required!'", "password: 'Obligatoire!'", "password: 'Kennwort*'",
    "password => 'account#lost_word'", "password: 'forgot+pass+word'", "password = 'user&word'",
    "password = \"#/components/schemas/Login!x\"", "password = '!@#$%^&*'", "password: 'Your %{value} word'",
    "err_password = 'Oh@no-never!'", "password = 'New_Password!x'",

    "password = 'root@localhost'", "password = 'ваш-пароль!'",
  ])
  func `places, labels, routes and queries with signs are none`(_ line: String) throws {
    for path in ["app.py", "app.js", "de.yml"] { #expect(try SecretFiles.found(line + "\n", path) == []) }
  }
}
