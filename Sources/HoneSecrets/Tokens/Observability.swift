extension TokenKinds {
  /// Logs, metrics, errors and incidents.
  static let observability: [TokenKind] = [
    TokenKind("grafana-api-key", "Grafana API key", "eyJrIjoi", .base64(60...400)),
    TokenKind("grafana-cloud-token", "Grafana Cloud token", "glc_", .base64(32...400)),
    TokenKind("grafana-service-token", "Grafana service account token", "glsa_", .alphanumeric(32), "_", .anyHex(8)),
    TokenKind("new-relic-user-key", "New Relic user key", "NRAK-", .alphanumeric(27)),
    TokenKind("new-relic-browser-key", "New Relic browser key", "NRJS-", .hex(19)),
    TokenKind("new-relic-insert-key", "New Relic insert key", "NRII-", .urlSafe(32)),
    TokenKind("new-relic-insights-key", "New Relic Insights query key", "NRIQ-", .urlSafe(32)),
    TokenKind("new-relic-admin-key", "New Relic admin key", "NRAA-", .hex(27)),
    TokenKind("new-relic-license-key", "New Relic licence key", .run(.hex, 36...36), "NRAL"),
    TokenKind("dynatrace-token", "Dynatrace API token", "dt0c01.", .alphanumeric(24), ".", .alphanumeric(64)),
    TokenKind(
      "dynatrace-platform-token", "Dynatrace platform token", "dt0s16.", .alphanumeric(8), ".", .alphanumeric(64)),
    TokenKind("dynatrace-scim-token", "Dynatrace SCIM token", "dt0s01.", .alphanumeric(24), ".", .alphanumeric(64)),
    TokenKind(
      "dynatrace-oauth-secret", "Dynatrace OAuth secret", "dt0s02.", .alphanumeric(8...24), ".", .alphanumeric(64)),
    TokenKind("dynatrace-connection-token", "Dynatrace connection token", "dt0e01.", .upper(24), ".", .upper(64)),
    TokenKind("sentry-user-token", "Sentry user token", "sntryu_", .hex(64)),
    TokenKind("sentry-org-token", "Sentry organization token", "sntrys_eyJ", .run(ByteSet("a-zA-Z0-9+/=_"), 60...400)),
    TokenKind("sentry-app-token", "Sentry app token", "sntrya_", .hex(64)),
    TokenKind("honeycomb-ingest-key", "Honeycomb ingest key", .run(.lower, 3...3), "ik_", .lower(58)),
    TokenKind(
      "honeycomb-config-key", "Honeycomb management key", .run(.lower, 3...3), "mk_", .lower(26), ":", .lower(32)),
    TokenKind("posthog-key", "PostHog personal key", "phx_", .alphanumeric(43...50)),
    TokenKind("axiom-token", "Axiom API token", "xaat-", .uuid),
    TokenKind("axiom-personal-token", "Axiom personal token", "xapt-", .uuid),
    TokenKind("pagerduty-key", "PagerDuty API key", "u+", .urlSafe(18)),
    TokenKind("kolide-key", "Kolide API key", "k2sk_v", .digits(1), "_", .alphanumeric(24)),
    TokenKind("logfire-token", "Logfire write token", "pylf_v1_", .lower(2), "_", .alphanumeric(43)),
    TokenKind("checkly-key", "Checkly user key", "cu_", .hex(32)),
    TokenKind("incident-io-key", "Incident.io API key", "inc_", .hex(64)),
    TokenKind("wakatime-key", "WakaTime API key", "waka_", .uuid),
    TokenKind("coralogix-key", "Coralogix personal key", "cxup_", .alphanumeric(30)),
    TokenKind("coralogix-team-key", "Coralogix team key", "cxtp_", .alphanumeric(30)),
    TokenKind("elastic-cloud-key", "Elastic Cloud API key", "essu_", .base64(60...100)),
    TokenKind("rootly-key", "Rootly API key", "rootly_", .hex(64)),
    TokenKind("netbox-token", "NetBox API token", "nbt_", .alphanumeric(12), ".", .alphanumeric(40)),
    TokenKind(
      "teamcity-token", "TeamCity access token", "eyJ0eXAiOiAiVENWMiJ9.", .urlSafe(30...60), ".", .urlSafe(40...60)),
  ]

  /// Signing in.
  static let identity: [TokenKind] = [
    TokenKind("okta-token", "Okta API token", "SSWS 00", .urlSafe(40)),
    TokenKind("workos-key", "WorkOS API key", "sk_test_a2V5X", .alphanumeric(40...80)),
    TokenKind("facebook-token", "Facebook access token", "EAACEdEose0cBA", .alphanumeric(60...400)),
    TokenKind("facebook-graph-token", "Facebook access token", "EAAA", .alphanumeric(80...400)),
    TokenKind("facebook-page-token", "Facebook access token", "EAAG", .alphanumeric(80...400)),
    TokenKind("facebook-app-token", "Facebook access token", "EAAC", .alphanumeric(80...400)),
    TokenKind("facebook-messenger-token", "Facebook access token", "EAAM", .alphanumeric(80...400)),
    TokenKind("facebook-user-token", "Facebook access token", "EAAB", .alphanumeric(80...400)),
    TokenKind("instagram-access-token", "Instagram access token", "IGAA", .alphanumeric(100...300)),
    TokenKind("threads-token", "Threads access token", "THAA", .alphanumeric(100...300)),
    TokenKind("yandex-oauth-token", "Yandex OAuth token", "y0_", .urlSafe(40...60)),
    TokenKind("pinterest-token", "Pinterest access token", "pina_", .upper(100...150)),
    TokenKind("jumpcloud-key", "JumpCloud API key", "jca_", .alphanumeric(36)),
    TokenKind("instagram-token", "Instagram access token", "IGQV", .urlSafe(100...300)),
    TokenKind(
      "twitter-bearer-token", "Twitter bearer token", "AAAAAAAAAAAAAAAAAAAAA", .run(ByteSet("a-zA-Z0-9%"), 60...120)),
    TokenKind("linkedin-token", "LinkedIn client secret", "WPL_AP1.", .alphanumeric(16), ".", .base64(8)),
    TokenKind("frameio-token", "Frame.io API token", "fio-u-", .urlSafePadded(64)),
    TokenKind(
      "microsoft-client-secret", "Microsoft Entra client secret", .run(ByteSet("a-zA-Z0-9_~.-"), 3...3), "8Q~",
      .run(ByteSet("a-zA-Z0-9_~.-"), 34...34)),
    TokenKind(
      "microsoft-client-secret-7", "Microsoft Entra client secret", .run(ByteSet("a-zA-Z0-9_~.-"), 3...3), "7Q~",
      .run(ByteSet("a-zA-Z0-9_~.-"), 31...34)),
    TokenKind("adobe-client-secret", "Adobe client secret", "p8e-", .alphanumeric(32)),
    TokenKind(
      "google-oauth-client", "Google OAuth client ID", .run(ByteSet("a-zA-Z0-9-"), 40...50),
      ".apps.googleusercontent.com"),
    TokenKind("zoho-token", "Zoho refresh token", "1000.", .hex(32), ".", .hex(32)),
    TokenKind(
      "salesforce-token", "Salesforce session", "00D", .alphanumeric(12), "!", .run(ByteSet("a-zA-Z0-9_."), 80...120)),
    TokenKind("ory-access-token", "Ory access token", "ory_at_", .dotted(40...120)),
    TokenKind("ory-refresh-token", "Ory refresh token", "ory_rt_", .dotted(40...120)),
    TokenKind("ory-authorize-code", "Ory authorize code", "ory_ac_", .dotted(40...120)),
    TokenKind("ory-key", "Ory API key", "ory_pat_", .alphanumeric(32)),
  ]
}
