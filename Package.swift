// swift-tools-version: 6.1
import PackageDescription

/// The settings of every Swift target: language mode 6 and the upcoming features that make isolation and imports explicit.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "hone",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "git-hone", targets: ["git-hone"]),
    .executable(name: "hone-hook", targets: ["hone-hook"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    // MARK: CHoneSystem
    .target(name: "CHoneSystem"),

    // MARK: Clibgit2
    .systemLibrary(
      name: "Clibgit2",
      pkgConfig: "libgit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]
    ),

    // MARK: HoneCore
    .target(name: "HoneCore", swiftSettings: settings),
    .testTarget(name: "HoneCoreTests", dependencies: ["HoneCore", "HoneTestSupport"], swiftSettings: settings),

    // MARK: HoneSystem
    .target(name: "HoneSystem", dependencies: ["CHoneSystem"], swiftSettings: settings),
    .testTarget(name: "HoneSystemTests", dependencies: ["HoneSystem"], swiftSettings: settings),

    // MARK: HoneGit
    .target(
      name: "HoneGit",
      dependencies: ["Clibgit2", "HoneCore", "HoneSystem"],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneGitTests",
      dependencies: ["HoneCore", "HoneGit", "HoneSystem", "HoneTestSupport", "hone-soak"],
      swiftSettings: settings
    ),

    // MARK: hone-soak
    .executableTarget(
      name: "hone-soak",
      dependencies: ["HoneCore", "HoneGit", "HoneSystem", "HoneTestSupport"],
      path: "Tests/Soak",
      swiftSettings: settings
    ),

    // MARK: CTreeSitter, CPCRE2, CYAML, CExpat
    .systemLibrary(
      name: "CTreeSitter",
      pkgConfig: "tree-sitter",
      providers: [.apt(["libtree-sitter-dev"]), .brew(["tree-sitter"])]
    ),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),

    // MARK: HoneText
    .target(name: "HoneText", dependencies: ["CPCRE2"], swiftSettings: settings),
    .testTarget(name: "HoneTextTests", dependencies: ["HoneTestSupport", "HoneText"], swiftSettings: settings),

    // MARK: HoneYAML
    .target(name: "HoneYAML", dependencies: ["CYAML"], swiftSettings: settings),
    .testTarget(name: "HoneYAMLTests", dependencies: ["HoneTestSupport", "HoneYAML"], swiftSettings: settings),

    // MARK: HoneSecrets
    .target(
      name: "HoneSecrets",
      dependencies: ["HoneCore", "HoneText"],
      exclude: ["README.md", "Tokens/README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneSecretsTests",
      dependencies: ["HoneCore", "HoneSecrets", "HoneTestSupport"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "hone-secret-scan",
      dependencies: ["HoneChecks", "HoneCore", "HoneSecrets"],
      path: "Tests/Benchmarks/secrets",
      exclude: ["README.md", "measure"],
      swiftSettings: settings
    ),

    // MARK: HoneSyntax
    .target(
      name: "HoneSyntax",
      dependencies: ["CTreeSitter", "HoneCore", "HoneSystem", "HoneText", "HoneYAML"],
      exclude: ["Grammars"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneSyntaxTests",
      dependencies: ["HoneCore", "HoneSyntax", "HoneSystem", "HoneTestSupport", "HoneText", "HoneYAML"],
      swiftSettings: settings
    ),

    // MARK: HoneRecipes
    .target(
      name: "HoneRecipes",
      dependencies: ["HoneCore", "HoneSyntax", "HoneSystem", "HoneText", "HoneYAML"],
      exclude: ["Learning/README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneRecipesTests",
      dependencies: ["HoneCore", "HoneRecipes", "HoneSyntax", "HoneSystem", "HoneTestSupport", "HoneYAML"],
      exclude: ["Follow"],
      swiftSettings: settings
    ),

    // MARK: hone-replay
    .executableTarget(
      name: "hone-replay",
      dependencies: ["HoneCore", "HoneRecipes", "HoneSyntax", "HoneSystem"],
      path: "Tests/Benchmarks/follow",
      exclude: ["large-repository"],
      swiftSettings: settings
    ),

    // MARK: HoneScan
    .target(
      name: "HoneScan",
      dependencies: ["HoneCore", "HoneGit", "HoneSyntax", "HoneSystem", "HoneText"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneScanTests",
      dependencies: ["HoneCore", "HoneGit", "HoneScan", "HoneSyntax", "HoneSystem", "HoneTestSupport"],
      swiftSettings: settings
    ),

    // MARK: HoneChecks
    .target(
      name: "HoneChecks",
      dependencies: [
        "CExpat", "HoneCore", "HoneRecipes", "HoneSecrets", "HoneSyntax", "HoneSystem", "HoneText", "HoneYAML",
      ],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneChecksTests",
      dependencies: [
        "HoneChecks", "HoneCore", "HoneRecipes", "HoneSecrets", "HoneSyntax", "HoneSystem", "HoneTestSupport",
      ],
      swiftSettings: settings
    ),

    // MARK: HoneHooks
    .target(name: "CCheckedIndex"),
    .target(
      name: "HoneHooks",
      dependencies: [
        "CCheckedIndex", "HoneChecks", "HoneCore", "HoneGit", "HoneRecipes", "HoneScan", "HoneSecrets", "HoneSyntax",
        "HoneSystem",
        "HoneText", "HoneYAML",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneHooksTests",
      dependencies: ["HoneChecks", "HoneCore", "HoneGit", "HoneHooks", "HoneSystem", "HoneTestSupport", "hone-hook"],
      swiftSettings: settings
    ),

    // MARK: hone-hook
    .target(name: "CHookStart", dependencies: ["CCheckedIndex"], exclude: ["link-flags"]),
    .executableTarget(
      name: "hone-hook", dependencies: ["CHookStart", "HoneHooks", "HoneSystem"], swiftSettings: settings),

    // MARK: HoneEngine
    .target(
      name: "HoneEngine",
      dependencies: [
        "HoneCore",
        "HoneSecrets",
        "HoneSystem",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneEngineTests",
      dependencies: ["HoneCore", "HoneEngine", "HoneSystem", "HoneTestSupport"],
      exclude: ["Recordings"],
      swiftSettings: settings
    ),

    // MARK: hone-engine-benchmark
    .executableTarget(
      name: "hone-engine-benchmark",
      dependencies: ["HoneCore", "HoneEngine", "HoneSystem", "HoneTestSupport"],
      path: "Tests/Benchmarks/engine",
      exclude: ["README.md", "client.py", "run"],
      swiftSettings: settings
    ),

    // MARK: HoneKit
    .target(
      name: "HoneKit",
      dependencies: [
        "HoneChecks",
        "HoneCore",
        "HoneEngine",
        "HoneGit",
        "HoneHooks",
        "HoneRecipes",
        "HoneScan",
        "HoneSyntax",
        "HoneSystem",
        "HoneYAML",
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["README.md"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneKitTests",
      dependencies: [
        "HoneCore", "HoneEngine", "HoneGit", "HoneKit", "HoneRecipes", "HoneSystem", "HoneTestSupport",
      ],
      swiftSettings: settings
    ),

    // MARK: HoneTerminal
    .target(
      name: "HoneTerminal",
      dependencies: [
        "HoneChecks", "HoneCore", "HoneGit", "HoneHooks", "HoneKit", "HoneRecipes", "HoneScan", "HoneSystem",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneTerminalTests",
      dependencies: ["HoneCore", "HoneKit", "HoneSystem", "HoneTerminal"],
      swiftSettings: settings
    ),

    // MARK: git-hone
    .executableTarget(
      name: "git-hone",
      dependencies: [
        "CHookStart",
        "HoneChecks",
        "HoneCore",
        "HoneGit",
        "HoneHooks",
        "HoneKit",
        "HoneScan",
        "HoneSystem",
        "HoneTerminal",
        "HoneYAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["completion.bash", "git-hone.1"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HoneCommandTests",
      dependencies: [
        "git-hone", "hone-hook", "HoneSystem", "HoneTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),

    // MARK: HoneTestSupport
    .target(
      name: "HoneTestSupport",
      dependencies: [
        "HoneSystem",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: settings
    ),
  ]
)
