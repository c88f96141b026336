extension TokenKinds {
  /// Databases and what stores data.
  static let databases: [TokenKind] = [
    TokenKind("planetscale-password", "PlanetScale password", "pscale_pw_", .run(ByteSet("a-zA-Z0-9_=.-"), 32...64)),
    TokenKind("planetscale-token", "PlanetScale service token", "pscale_tkn_", .run(ByteSet("a-zA-Z0-9_=.-"), 32...64)),
    TokenKind(
      "planetscale-oauth-token", "PlanetScale OAuth token", "pscale_oauth_", .run(ByteSet("a-zA-Z0-9_=.-"), 32...64)),
    TokenKind("supabase-token", "Supabase personal token", "sbp_", .hex(40)),
    TokenKind("supabase-secret-key", "Supabase secret key", "sb_secret_", .urlSafe(31)),
    TokenKind("databricks-token", "Databricks access token", "dapi", .hex(32)),
    TokenKind("databricks-service-token", "Databricks access token", "dapid", .hex(31)),
    TokenKind("neon-key", "Neon API key", "napi_", .lower(64)),
    TokenKind("aiven-token", "Aiven token", "aivenv1", .base64(200...400)),
    TokenKind("aiven-password", "Aiven service password", "AVNS_", .urlSafe(19)),
    TokenKind("confluent-cloud-secret", "Confluent Cloud API secret", "cflt", .run(ByteSet("a-zA-Z0-9+/"), 60...60)),
    TokenKind("mongodb-atlas-secret", "MongoDB Atlas service secret", "mdb_sa_sk_", .urlSafe(40)),
    TokenKind("convex-key", "Convex deploy key", "prod:", .lower(5...40), "|", .base64(60...200)),
    TokenKind("tigris-key", "Tigris access key", "tid_", .word(40...60)),
    TokenKind("tigris-secret", "Tigris secret key", "tsec_", .urlSafe(40...70)),
    TokenKind("fauna-key", "Fauna key", "fnAE", .urlSafe(36)),
    TokenKind("xata-key", "Xata API key", "xau_", .alphanumeric(32)),
    TokenKind("backblaze-key", "Backblaze application key", "K00", .alphanumeric(28)),
    TokenKind("dropbox-token", "Dropbox short-lived token", "sl.", .urlSafePadded(130...300)),
    TokenKind("cockroach-key", "CockroachDB Cloud API key", "CCDB1_", .alphanumeric(22), "_", .alphanumeric(40)),
    TokenKind("dbt-personal-token", "dbt Cloud personal token", "dbtu_", .urlSafe(40...60)),
    TokenKind("dbt-service-token", "dbt Cloud service token", "dbtc_", .urlSafe(40...60)),
    TokenKind("metabase-key", "Metabase API key", "mb_", .base64(44)),
    TokenKind("hex-personal-token", "Hex personal token", "hxtp_", .hex(72...160)),
    TokenKind("hex-workspace-token", "Hex workspace token", "hxtw_", .hex(72...160)),
    TokenKind("lightdash-token", "Lightdash personal token", "ldpat_", .hex(32)),
    TokenKind("materialize-password", "Materialize app password", "mzp_", .hex(64)),
    TokenKind("maxmind-key", "MaxMind licence key", .run(.word, 36...36), "_mmk"),
  ]
}
