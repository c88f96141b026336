extension TokenKinds {
  /// Hosts of repositories, and what works on them.
  ///
  /// Source: https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available for GitHub.
  static let sourceHosts: [TokenKind] = [
    TokenKind("github-personal-token", "GitHub personal access token", "ghp_", .alphanumeric(36), checksum: .crc32),
    TokenKind("github-oauth-token", "GitHub OAuth token", "gho_", .alphanumeric(36), checksum: .crc32),
    TokenKind("github-user-token", "GitHub app user token", "ghu_", .alphanumeric(36), checksum: .crc32),
    TokenKind("github-app-token", "GitHub app installation token", "ghs_", .alphanumeric(36), checksum: .crc32),
    TokenKind("github-refresh-token", "GitHub refresh token", "ghr_", .alphanumeric(36...76), checksum: .crc32),
    TokenKind("github-fine-grained-token", "GitHub fine-grained token", "github_pat_", .word(82)),
    TokenKind("gitlab-personal-token", "GitLab personal access token", "glpat-", .dotted(20...300)),
    TokenKind("gitlab-pipeline-token", "GitLab pipeline trigger token", "glptt-", .hex(40)),
    TokenKind("gitlab-runner-registration", "GitLab runner registration token", "GR1348941", .urlSafe(20)),
    TokenKind("gitlab-runner-token", "GitLab runner token", "glrt-", .dotted(20...120)),
    TokenKind("gitlab-runner-ci-token", "GitLab runner registration token", "glrtr-", .urlSafe(20...64)),
    TokenKind("gitlab-deploy-token", "GitLab deploy token", "gldt-", .urlSafe(20...64)),
    TokenKind("gitlab-feed-token", "GitLab feed token", "glft-", .urlSafe(20...64)),
    TokenKind("gitlab-mail-token", "GitLab incoming mail token", "glimt-", .urlSafe(25)),
    TokenKind("gitlab-agent-token", "GitLab Kubernetes agent token", "glagent-", .urlSafe(50)),
    TokenKind("gitlab-oauth-secret", "GitLab OAuth application secret", "gloas-", .urlSafe(64)),
    TokenKind("gitlab-scim-token", "GitLab SCIM token", "glsoat-", .urlSafe(20)),
    TokenKind("gitlab-feature-token", "GitLab feature flags client token", "glffct-", .urlSafe(20)),
    TokenKind("gitlab-workspace-token", "GitLab workspace token", "glwt-", .urlSafe(20...64)),
    TokenKind("gitlab-job-token", "GitLab CI job token", "glcbt-", .alphanumeric(1...5), "_", .urlSafe(20)),
    TokenKind("bitbucket-app-password", "Bitbucket app password", "ATBB", .alphanumeric(32)),
    TokenKind("atlassian-token", "Atlassian API token", "ATATT3", .urlSafePadded(180...200)),
    TokenKind("atlassian-connect-token", "Atlassian connect token", "ATCTT3", .urlSafePadded(180...200)),
    TokenKind("sourcegraph-token", "Sourcegraph access token", "sgp_", .hex(16), "_", .hex(40)),
    TokenKind("sourcegraph-local-token", "Sourcegraph access token", "sgp_local_", .hex(40)),
    TokenKind("sonarqube-user-token", "SonarQube user token", "squ_", .hex(40)),
    TokenKind("sonarqube-project-token", "SonarQube project token", "sqp_", .hex(40)),
    TokenKind("sonarqube-global-token", "SonarQube global analysis token", "sqa_", .hex(40)),
    TokenKind("infracost-token", "Infracost API token", "ico-", .alphanumeric(32)),
    TokenKind("snyk-service-token", "Snyk service account token", "snyk_uat.", .dotted(40...400)),
  ]
}
