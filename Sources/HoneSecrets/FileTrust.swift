internal import HoneCore
internal import HoneText

/// What a file's path says about how its values are to be read.
struct FileTrust: Hashable, Sendable {
  /// What kind of file it is.
  enum Kind: Hashable, Sendable {
    /// It exists to hold credentials: whatever is given to the right name is one.
    case credentials
    /// It holds settings, without quotes around values.
    case settings
    /// It holds source code: a value is a literal in quotes, anything else is an expression.
    case code
    /// It holds checksums by the thousand; only what has a shape of its own is looked at.
    case checksums
  }

  /// What kind of file it is.
  let kind: Kind
  /// Whether it belongs to tests, examples or documents, where most passwords are made up.
  let isMadeUp: Bool
  /// Whether it is a script of a shell, where a value needs no quotes.
  let isShell: Bool
  /// Whether it says how an image is built.
  let isDockerfile: Bool
  /// How far a value without quotes reaches; `nil` where that is for the language to say, as in shells and code.
  let bareValues: BareValue.Extent?
  /// The name, in lower case.
  let name: String

  /// That of a file which holds nothing but credentials.
  static let credentials = FileTrust(kind: .credentials, isMadeUp: false, isShell: false, name: "")

  private init(kind: Kind, isMadeUp: Bool, isShell: Bool, name: String) {
    (self.kind, self.isMadeUp, self.isShell, self.name) = (kind, isMadeUp, isShell, name)
    isDockerfile = false
    bareValues = nil
  }

  /// Judges a path; without one the text is taken for code.
  init(_ path: RepositoryPath?) {
    guard let path else {
      (kind, isMadeUp, isShell, isDockerfile, bareValues, name) = (.code, false, false, false, nil, "")
      return
    }
    let name = String(decoding: path.name, as: UTF8.self).lowercased()
    let folders = path.components.dropLast().map { String(decoding: $0, as: UTF8.self).lowercased() }
    self.name = name
    isMadeUp =
      folders.contains { Self.madeUpFolders.contains($0) }
      || ["test_", "conftest"].contains { name.hasPrefix($0) }
      || [".example", ".sample", ".template", ".dist", ".tmpl", ".tpl"].contains { name.hasSuffix($0) }
      || Self.madeUpParts.contains { $0.occurs(in: Array(name.utf8)) }
    isDockerfile =
      ["dockerfile", "containerfile"].contains { name == $0 || name.hasPrefix($0 + ".") || path.fileExtension == $0 }
    isShell =
      isDockerfile || ["sh", "bash", "zsh", "ksh", "csh", "dash", "fish", "bat", "cmd"].contains(path.fileExtension)
    kind = Self.kind(name, path.fileExtension, folders.last ?? "")
    bareValues = kind == .code || kind == .checksums ? nil : Self.bareValues(name, path.fileExtension)
  }

  private static func bareValues(_ name: String, _ fileExtension: String) -> BareValue.Extent? {
    if [".netrc", "_netrc", ".authinfo"].contains(name) || fileExtension == "netrc" { return .word }
    let isLines =
      ["env", "ini", "cfg", "conf", "cnf", "properties", "yml", "yaml", "npmrc", "pypirc", "s3cfg"].contains(
        fileExtension)
      || [".env", ".npmrc", ".pypirc", ".s3cfg", ".my.cnf", ".boto", ".flaskenv", "credentials", ".credentials"]
        .contains(name)
      || name.hasPrefix(".env.")
    return isLines ? .line : nil
  }

  private static let madeUpParts = [
    "_test.", ".test.", ".spec.", "_spec.", "-example.", ".example.", ".sample.", "fixture",
  ].map { LiteralFinder($0) }

  // Names are compared one by one: of files that hooks look at, a table would take longer to make than to use.
  private static let madeUpFolders: [String] = [
    "test", "tests", "testing", "testdata", "test-data", "test_data", "spec", "specs", "__tests__", "fixtures",
    "fixture",
    "__fixtures__", "mock", "mocks", "__mocks__", "example", "examples", "sample", "samples", "demo", "demos", "doc",
    "docs", "documentation", "e2e", "snapshots", "__snapshots__", "cassettes",
  ]

  private static let credentialNames: [String] = [
    ".env", ".pgpass", "pgpass.conf", ".netrc", "_netrc", ".npmrc", ".pypirc", ".dockercfg", ".git-credentials",
    ".s3cfg",
    ".bashrc", ".bash_profile", ".bash_aliases", ".bash_history", ".zshrc", ".zshenv", ".zprofile", ".zsh_history",
    ".profile", ".sh_history", ".history", ".mysql_history", ".psql_history", ".rediscli_history", ".esmtprc",
    ".msmtprc",
    ".fetchmailrc", ".muttrc", ".my.cnf", ".ftpconfig", ".remote-sync.json", "sftp.json", "sftp-config.json",
    "deployment-config.json", "webservers.xml", "recentservers.xml", "filezilla.xml", "sitemanager.xml",
    "wp-config.php",
    "ventrilo_srv.ini", "logins.json", "robomongo.json", "robo3t.json", "credentials", ".credentials",
    "credentials.json",
    "hub", ".tugboat", "config", "kubeconfig", "configuration.user.xpl", "dbeaver-data-sources.xml", "data-sources.xml",
    "proftpdpasswd", "secrets.yml", "secrets.yaml", "secrets.json", "secrets.toml", ".htpasswd", "localsettings.php",
    "terraform.tfvars", "winscp.ini", ".boto", ".curlrc", ".wgetrc", ".irbrc", "unattend.xml", "secring",
    "application-secrets.properties", ".envrc", ".flaskenv",
    "jenkins.plugins.publish_over_ssh.bapsshpublisherplugin.xml",
  ]

  private static let settingsExtensions: Set<String> = [
    "env", "ini", "cfg", "conf", "cnf", "config", "properties", "yml", "yaml", "json", "json5", "toml", "xml", "plist",
    "tfvars", "credentials", "rc", "reg", "vault", "txt", "log", "csv", "pgpass", "netrc", "service",
  ]

  private static let checksumNames: Set<String> = [
    "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "go.sum", "cargo.lock", "poetry.lock",
    "composer.lock", "gemfile.lock", "pipfile.lock", "uv.lock", "flake.lock", "packages.lock.json", "podfile.lock",
    "package.resolved",
  ]

  private static func kind(_ name: String, _ fileExtension: String, _ folder: String) -> Kind {
    if checksumNames.contains(name) || ["svg", "map", "lock", "ipynb", "sum", "snap"].contains(fileExtension) {
      return .checksums
    }
    if credentialNames.contains(name) || name.hasPrefix(".env.") || fileExtension == "env" { return .credentials }
    if ["npmrc", "pypirc", "netrc", "pgpass", "htpasswd", "s3cfg", "tfvars"].contains(fileExtension) {
      return .credentials
    }
    if [".docker", ".kube", ".aws", ".ssh"].contains(folder) { return .credentials }
    if settingsExtensions.contains(fileExtension) || name.hasPrefix(".") && fileExtension.isEmpty
      || ["settings.", "config."].contains(where: { name.hasPrefix($0) }) && fileExtension == "php"
    {
      return .settings
    }
    return .code
  }
}
