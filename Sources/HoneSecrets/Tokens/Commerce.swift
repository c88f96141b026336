extension TokenKinds {
  /// Shops and customers.
  static let commerce: [TokenKind] = [
    TokenKind("shopify-token", "Shopify access token", "shpat_", .anyHex(32)),
    TokenKind("shopify-custom-token", "Shopify custom app token", "shpca_", .anyHex(32)),
    TokenKind("shopify-private-token", "Shopify private app token", "shppa_", .anyHex(32)),
    TokenKind("shopify-shared-secret", "Shopify shared secret", "shpss_", .anyHex(32)),
    TokenKind("shopify-partner-token", "Shopify partner token", "prtapi_", .anyHex(32)),
    TokenKind("shopify-cli-token", "Shopify CLI token", "shptka_", .anyHex(32)),
    TokenKind("hubspot-private-token", "HubSpot private app token", "pat-na1-", .uuid),
    TokenKind("hubspot-eu-token", "HubSpot private app token", "pat-eu1-", .uuid),
    TokenKind("paddle-key", "Paddle API key", "pdl_live_apikey_", .word(40...60)),
    TokenKind("paddle-sandbox-key", "Paddle sandbox key", "pdl_sdbx_apikey_", .word(40...60)),
    TokenKind("polar-token", "Polar access token", "polar_oat_", .alphanumeric(43)),
    TokenKind("woocommerce-secret", "WooCommerce consumer secret", "cs_", .hex(40)),
    TokenKind("woocommerce-key", "WooCommerce consumer key", "ck_", .hex(40)),
    TokenKind("ebay-user-token", "eBay user token", "v^1.1#i^1#", .run(ByteSet("a-zA-Z0-9+/=#^|"), 100...3000)),
    TokenKind(
      "ebay-secret", "eBay certificate ID", "PRD-", .hex(12), "-", .hex(4), "-", .hex(4), "-", .hex(4), "-", .hex(4)),
    TokenKind("amazon-refresh-token", "Login with Amazon refresh token", "Atzr|", .urlSafe(100...600)),
    TokenKind("amazon-access-token", "Login with Amazon access token", "Atza|", .urlSafe(100...600)),
    TokenKind("samsara-token", "Samsara API token", "samsara_api_", .alphanumeric(30)),
  ]

  /// Documents, tasks and teams.
  static let productivity: [TokenKind] = [
    TokenKind("notion-token", "Notion integration token", "ntn_", .alphanumeric(46)),
    TokenKind("notion-secret", "Notion integration secret", "secret_", .alphanumeric(43)),
    TokenKind("linear-key", "Linear API key", "lin_api_", .alphanumeric(40)),
    TokenKind("linear-oauth-token", "Linear OAuth token", "lin_oauth_", .hex(64)),
    TokenKind("airtable-token", "Airtable personal token", "pat", .alphanumeric(14), ".", .hex(64)),
    TokenKind("clickup-token", "ClickUp personal token", "pk_", .digits(6...9), "_", .upper(32)),
    TokenKind("figma-token", "Figma personal token", "figd_", .urlSafe(38...60)),
    TokenKind("typeform-token", "Typeform API token", "tfp_", .run(ByteSet("a-zA-Z0-9_.=-"), 59...70)),
    TokenKind("readme-key", "ReadMe API key", "rdme_", .lower(70)),
    TokenKind(
      "zapier-webhook", "Zapier webhook", "hooks.zapier.com/hooks/catch/", .digits(5...9), "/", .alphanumeric(6...16)),
    TokenKind(
      "ifttt-webhook", "IFTTT webhook", "maker.ifttt.com/trigger/", .word(1...60), "/with/key/", .urlSafe(20...60)),
    TokenKind("calendly-token", "Calendly token", "eyJraWQiOiIxY2UxZTEzNjE3", .dotted(100...600)),
    TokenKind("asana-token", "Asana personal access token", "1/", .digits(13...19), ":", .hex(32)),
    TokenKind(
      "asana-scoped-token", "Asana personal access token", "2/", .digits(13...19), "/", .digits(13...19), ":", .hex(32)),
    TokenKind("trello-user-token", "Trello user token", "ATTA", .anyHex(72)),
    TokenKind("gitbook-token", "GitBook API token", "gb_api_", .alphanumeric(40)),
    TokenKind("canva-secret", "Canva client secret", "cnvca", .urlSafe(51)),
    TokenKind("segment-token", "Segment API token", "sgp_", .alphanumeric(64)),
    TokenKind("wix-key", "Wix API key", "IST.eyJ", .dotted(100...1000)),
    TokenKind("retool-token", "Retool API token", "retool_", .lower(26)),
  ]

  /// Maps, media and everything else.
  static let content: [TokenKind] = [
    TokenKind("mapbox-secret-token", "Mapbox secret token", "sk.eyJ", .urlSafe(40...200), ".", .urlSafe(20...30)),
    TokenKind("mapbox-token", "Mapbox public token", "pk.", .alphanumeric(60), ".", .alphanumeric(22)),
    TokenKind("contentful-management-token", "Contentful management token", "CFPAT-", .urlSafe(43)),
    TokenKind("imgix-key", "Imgix API key", "ak_", .hex(64)),
    TokenKind(
      "rapidapi-key", "RapidAPI key", .run(.lower, 10...10), "msh", .lower(15), "p1", .lower(6), "jsn", .lower(12)),
    TokenKind("adafruit-key", "Adafruit IO key", "aio_", .alphanumeric(28)),
    TokenKind("beamer-token", "Beamer API token", "b_", .urlSafePadded(44...44)),
    TokenKind("twitch-stream-key", "Twitch stream key", "live_", .digits(8...10), "_", .alphanumeric(30)),
    TokenKind(
      "roblox-session", "Roblox session", "_|WARNING:-DO-NOT-SHARE-THIS.", .run(ByteSet("a-zA-Z0-9.,_ |-"), 100...900)),
    TokenKind("thunderstore-token", "Thunderstore service token", "tss_", .alphanumeric(36)),
    TokenKind("deno-token", "Deno Deploy token", "ddp_", .alphanumeric(36)),
    TokenKind("deno-organization-token", "Deno Deploy organization token", "ddo_", .alphanumeric(36)),
    TokenKind("val-town-token", "Val Town token", "vtwn_", .alphanumeric(24...40)),
    TokenKind("persona-key", "Persona API key", "persona_production_", .uuid),
    TokenKind("lichess-token", "Lichess token", "lip_", .alphanumeric(20)),
    TokenKind("stytch-secret", "Stytch secret", "secret-live-", .urlSafePadded(36...36)),
    TokenKind("stytch-test-secret", "Stytch test secret", "secret-test-", .urlSafePadded(36...36)),
    TokenKind("svix-token", "Svix token", "testsk_", .alphanumeric(32)),
    TokenKind("settlemint-token", "SettleMint personal token", "sm_pat_", .alphanumeric(16)),
    TokenKind("settlemint-application-token", "SettleMint application token", "sm_aat_", .alphanumeric(16)),
    TokenKind("riot-key", "Riot Games API key", "RGAPI-", .uuid),
    TokenKind("radar-secret-key", "Radar secret key", "prj_live_sk_", .hex(40)),
    TokenKind("ionic-token", "Ionic access token", "ion_", .alphanumeric(42)),
  ]
}
