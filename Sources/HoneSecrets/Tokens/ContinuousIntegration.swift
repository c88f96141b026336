extension TokenKinds {
  /// Building, testing and releasing.
  static let continuousIntegration: [TokenKind] = [
    TokenKind("circleci-personal-token", "CircleCI personal token", "CCIPAT_", .alphanumeric(21...22), "_", .hex(40)),
    TokenKind("circleci-project-token", "CircleCI project token", "CCIPRJ_", .alphanumeric(21...22), "_", .hex(40)),
    TokenKind("buildkite-token", "Buildkite API token", "bkua_", .alphanumeric(40...64)),
    TokenKind("buildkite-session-token", "Buildkite agent session token", "bkaa_", .dotted(60...90)),
    TokenKind("buildkite-job-token", "Buildkite agent job token", "bkaj_", .dotted(120...700)),
    TokenKind("buildkite-unclustered-token", "Buildkite unclustered agent token", "bkar_", .dotted(60...90)),
    TokenKind("buildkite-cluster-token", "Buildkite agent token", "bkct_", .dotted(60...90)),
    TokenKind("buildkite-registry-token", "Buildkite registry token", "bkpt_", .dotted(120...260)),
    TokenKind("buildkite-portal-token", "Buildkite portal token", "bkpat_", .dotted(48...64)),
    TokenKind("buildkite-portal-secret", "Buildkite portal secret", "bkps_", .dotted(56...72)),
    TokenKind("buildkite-agent-token", "Buildkite agent token", "bkagent_", .alphanumeric(40)),
    TokenKind("octopus-key", "Octopus Deploy API key", "API-", .upper(26...32)),
    TokenKind("prefect-token", "Prefect API token", "pnu_", .lower(36)),
    TokenKind("prefect-service-token", "Prefect service account key", "pnb_", .lower(36)),
    TokenKind("launchdarkly-sdk-key", "LaunchDarkly SDK key", "sdk-", .uuid),
    TokenKind("launchdarkly-api-key", "LaunchDarkly API key", "api-", .uuid),
    TokenKind("postman-key", "Postman API key", "PMAK-", .hex(24), "-", .hex(34)),
    TokenKind("postman-collection-key", "Postman collection key", "PMAT-", .alphanumeric(26)),
    TokenKind("percy-token", "Percy project token", "web_", .hex(64)),
    TokenKind("chromatic-token", "Chromatic project token", "chpt_", .hex(12...20)),
    TokenKind("statsig-key", "Statsig server secret", "secret-", .alphanumeric(43)),
  ]
}
