/// The literals of `Anchors` as one text.
///
/// A hook looks at a file or two. Making some three hundred kinds of tokens and services, with their segments, for what their
/// prefixes are would take longer than looking. A test holds the text to what `Anchors.madeTable` makes of the kinds, and
/// prints that where they differ.
enum AnchorTable {
  static let text: StaticString = #"""
    Aghp_|
    Agho_|
    Aghu_|
    Aghs_|
    Aghr_|
    Agithub_|
    Aglpat-|
    Aglptt-|
    AGR13489|
    Aglrt-|
    Aglrtr-|
    Agldt-|
    Aglft-|
    Aglimt-|
    Aglagent|
    Agloas-|
    Aglsoat-|
    Aglffct-|
    Aglwt-|
    Aglcbt-|
    AATBB|
    AATATT3|
    AATCTT3|
    Asgp_|
    Asgp_loc|
    Asqu_|
    Asqp_|
    Asqa_|
    Aico-|
    Asnyk_ua|
    Aapi-|
    Acli-|
    Asktsec_|
    =|
    Anpm_|
    Apypi-Ag|
    Apypi-Ag|
    Arubygem|
    Acio|
    Acio_tp_|
    ACLOJARS|
    Aoy2|
    Adckr_pa|
    Adckr_oa|
    AAKCp|
    AcmVmdGt|
    A_passwo|
    Apackagi|
    Apackagi|
    Apackagi|
    Asecret-|
    Amrp_|
    =|
    AAKIA|
    AASIA|
    AABIA|
    AACCA|
    AABSK|
    AIQoJb3J|
    AFwoGZXI|
    AFQoGZXI|
    AAQoDYXd|
    Ada2-|
    Aamzn.mw|
    Aamzn1.o|
    AAIza|
    AGOCSPX-|
    Aya29.|
    A1//0|
    AAccount|
    ASharedA|
    A&sig=|
    <AZDO|
    Adop_v1_|
    Adoo_v1_|
    Ador_v1_|
    ALTAI|
    AAKID|
    AAQVN|
    AYC|
    At1.|
    Atk-us-|
    ASCW|
    AHRKU-|
    AFlyV1 f|
    Afo1_|
    Arnd_|
    Anfp_|
    Avercel_|
    Acfk_|
    Acfut_|
    Acfat_|
    Av1.0-|
    A.atlasv|
    Ahvs.|
    Ahvb.|
    Ahvr.|
    Apul-|
    Adp.pt.|
    Adp.st.|
    Adp.ct.|
    Adp.sa.|
    Adp.scim|
    Adp.audi|
    Asha256~|
    Atskey-|
    Adnkey-|
    AAGE-SEC|
    Ast.|
    Aops_eyJ|
    A0.|
    Apat.|
    Asc_|
    ADO00|
    AAKLT|
    Abce-v3/|
    AEXO|
    Afm2_lJP|
    Anfc_|
    Anfo_|
    Anfu_|
    ASWMTKN-|
    AK10|
    Atoken-|
    Aptr_|
    APVEAPIT|
    Anbp_|
    AeyJhIjo|
    AA3-|
    AA3-|
    A+ASt|
    <ACDb|
    <AzFu|
    <AzSe|
    A+ACR|
    <APIM|
    <AIoT|
    =|
    ACCIPAT_|
    ACCIPRJ_|
    Abkua_|
    Abkaa_|
    Abkaj_|
    Abkar_|
    Abkct_|
    Abkpt_|
    Abkpat_|
    Abkps_|
    Abkagent|
    AAPI-|
    Apnu_|
    Apnb_|
    Asdk-|
    Aapi-|
    APMAK-|
    APMAT-|
    Aweb_|
    Achpt_|
    Asecret-|
    Asat.|
    Adepot_p|
    Adepot_o|
    Atr_prod|
    Atr_pat_|
    Asignkey|
    Advc_ser|
    Aunkey_|
    Azpka_|
    =|
    Ask-ant-|
    Ask-ant-|
    Ask-ant-|
    Ask-proj|
    Ask-svca|
    Ask-admi|
    Ask-|
    Ask-|
    Ask-or-v|
    Alsv2_pt|
    Alsv2_sk|
    Agsk_|
    Acsk-|
    Axai-|
    Applx-|
    Ar8_|
    Afw_|
    Atgp_v1_|
    Anvapi-|
    Ahf_|
    Ahf_|
    Aapi_org|
    Apcsk_|
    Ask_|
    Atvly-|
    Aas-|
    Ask-lf-|
    Afc-|
    Ajina_|
    Apa-|
    Ae2b_|
    Aapify_a|
    Ask-ant-|
    AAQ.Ab8R|
    Awandb_v|
    Arpa_|
    Allx-|
    Ask-heli|
    Am0-|
    Abb_live|
    Akey_|
    Azqt_|
    Azut_|
    Aesecret|
    AKGAT_|
    =|
    Ask_live|
    Ask_test|
    Ark_live|
    Ark_test|
    Ask_prod|
    Awhsec_|
    Asq0atp-|
    Asq0csp-|
    Asandbox|
    AEAAA|
    Aaccess_|
    Aaccess_|
    Aaccess-|
    Aaccess-|
    Aaccess-|
    Alive_|
    AFLWSECK|
    AFLWSECK|
    AFLWSECK|
    AFLWPUBK|
    Ask_live|
    Arzp_liv|
    Alive_|
    AAQE|
    Ask_|
    Alive_|
    Atest_|
    Alive_pu|
    Atest_pu|
    AEZAK|
    AEZTK|
    Ashippo_|
    Ashippo_|
    Aduffel_|
    Aduffel_|
    Aorganiz|
    Aapi_liv|
    Aapi_liv|
    Aapi_liv|
    Ask_|
    Axnd_pro|
    Axnd_dev|
    AMid-ser|
    Askey_|
    Askey_te|
    AAPP_USR|
    Aklarna_|
    Aklarna_|
    ALIVE_AP|
    ATEST_AP|
    =|
    Axoxb-|
    Axoxp-|
    Axoxa-|
    Axoxr-|
    Axoxs-|
    Axoxo-|
    Axoxe-|
    Axoxe.xo|
    Axoxe.xo|
    Axoxd-|
    Axoxc-|
    Axapp-|
    Ahooks.s|
    Ahooks.s|
    Ahooks.s|
    Adiscord|
    Adiscord|
    Awebhook|
    Aoutlook|
    Achat.go|
    A:AA|
    ASK|
    Ao.|
    AAAAA|
    AdG9rO|
    A.G|
    A.C|
    A.H|
    A.X|
    AKEY0|
    Asec-c-|
    Aos_v2_a|
    Aos_v2_o|
    Apk_prod|
    =|
    ASG.|
    Akey-|
    Apubkey-|
    A-us|
    Amd-|
    Axkeysib|
    Axsmtpsi|
    Are_|
    Amlsn.|
    Apk_|
    Akit_|
    Anyk_v0_|
    Acal_liv|
    =|
    AeyJrIjo|
    Aglc_|
    Aglsa_|
    ANRAK-|
    ANRJS-|
    ANRII-|
    ANRIQ-|
    ANRAA-|
    <NRAL|
    Adt0c01.|
    Adt0s16.|
    Adt0s01.|
    Adt0s02.|
    Adt0e01.|
    Asntryu_|
    Asntrys_|
    Asntrya_|
    <ik_|
    <mk_|
    Aphx_|
    Axaat-|
    Axapt-|
    Au+|
    Ak2sk_v|
    Apylf_v1|
    Acu_|
    Ainc_|
    Awaka_|
    Acxup_|
    Acxtp_|
    Aessu_|
    Arootly_|
    Anbt_|
    AeyJ0eXA|
    =|
    ASSWS 00|
    Ask_test|
    AEAACEdE|
    AEAAA|
    AEAAG|
    AEAAC|
    AEAAM|
    AEAAB|
    AIGAA|
    ATHAA|
    Ay0_|
    Apina_|
    Ajca_|
    AIGQV|
    AAAAAAAA|
    AWPL_AP1|
    Afio-u-|
    <8Q~|
    <7Q~|
    Ap8e-|
    A.apps.g|
    A1000.|
    A00D|
    Aory_at_|
    Aory_rt_|
    Aory_ac_|
    Aory_pat|
    =|
    Apscale_|
    Apscale_|
    Apscale_|
    Asbp_|
    Asb_secr|
    Adapi|
    Adapid|
    Anapi_|
    Aaivenv1|
    AAVNS_|
    Acflt|
    Amdb_sa_|
    Aprod:|
    Atid_|
    Atsec_|
    AfnAE|
    Axau_|
    AK00|
    Asl.|
    ACCDB1_|
    Adbtu_|
    Adbtc_|
    Amb_|
    Ahxtp_|
    Ahxtw_|
    Aldpat_|
    Amzp_|
    <_mmk|
    =|
    Ashpat_|
    Ashpca_|
    Ashppa_|
    Ashpss_|
    Aprtapi_|
    Ashptka_|
    Apat-na1|
    Apat-eu1|
    Apdl_liv|
    Apdl_sdb|
    Apolar_o|
    Acs_|
    Ack_|
    Av^1.1#i|
    APRD-|
    AAtzr||
    AAtza||
    Asamsara|
    =|
    Antn_|
    Asecret_|
    Alin_api|
    Alin_oau|
    Apat|
    Apk_|
    Afigd_|
    Atfp_|
    Ardme_|
    Ahooks.z|
    Amaker.i|
    AeyJraWQ|
    A1/|
    A2/|
    AATTA|
    Agb_api_|
    Acnvca|
    Asgp_|
    AIST.eyJ|
    Aretool_|
    =|
    Ask.eyJ|
    Apk.|
    ACFPAT-|
    Aak_|
    <msh|
    Aaio_|
    Ab_|
    Alive_|
    A_|WARNI|
    Atss_|
    Addp_|
    Addo_|
    Avtwn_|
    Apersona|
    Alip_|
    Asecret-|
    Asecret-|
    Atestsk_|
    Asm_pat_|
    Asm_aat_|
    ARGAPI-|
    Aprj_liv|
    Aion_|
    =|
    Badafruit|
    Badobe|
    Bairtable|
    Balgolia|
    Basana|
    Batlassian|
    Bconfluence|
    Bjira|
    Bsecret_access_key|
    Bsecretaccesskey|
    Bbitbucket|
    Bbittrex|
    Bcloudflare|
    Bcodeclimate|
    Bcodecov|
    Bcoinbase|
    Bconfluent|
    Bcontentful|
    Bdatadog|
    Bdiscord|
    Bdroneci|
    Bdropbox|
    Betsy|
    Bfacebook|
    Bfastly|
    Bfinicity|
    Bfinnhub|
    Bflickr|
    Bfreshbooks|
    Bgitter|
    Bheroku|
    Bhockey|
    Bhubspot|
    Bintercom|
    Bjfrog|
    Bartifactory|
    Bbintray|
    Bkucoin|
    Bkucoin|
    Blaunchdarkly|
    Blinkedin|
    Bmattermost|
    Bmessagebird|
    Bmessagebird|
    Bnetlify|
    Bnytimes|
    Bokta|
    Bplaid|
    Brapidapi|
    Bsauce|
    Bsendbird|
    Bsnyk|
    Bsoftlayer|
    Bsonar|
    Bsquarespace|
    Bsumo|
    Btravis|
    Btrello|
    Btwilio|
    Btwitch|
    Btwitter|
    Bzendesk|
    Cpassw|
    Cpassphrase|
    Cpasswd|
    Cpwd|
    Cpass|
    Csecret|
    Ctoken|
    Capikey|
    Capi_key|
    Capi-key|
    Capi.key|
    Caccesskey|
    Caccess_key|
    Caccess-key|
    Cprivatekey|
    Cprivate_key|
    Cprivate-key|
    Cauthkey|
    Cauth_key|
    Cauth-key|
    Ccredential|
    Csigningkey|
    Csigning_key|
    Csigning-key|
    Cencryptionkey|
    Cencryption_key|
    Cencryption-key|
    Cmasterkey|
    Cmaster_key|
    Capp_key|
    Cappkey|
    Clogged_in_key|
    Cnonce_key|
    C_salt|
    Caccount_key|
    Caccountkey|
    Cclient_key|
    Clicense_key|
    Cstorage_key|
    C"auth"|
    C_auth|
    Cencryptedusername|
    Cssh_key|
    Cmasterauth|
    C_pw|
    C.pw|
    D-----BEGIN |
    D---- BEGIN |
    EPuTTY-User-Key-File-|
    F://|
    GeyJ|
    H$2a$|
    H$2b$|
    H$2y$|
    H$1$|
    H$5$|
    H$6$|
    H$y$|
    H$apr1$|
    Ibearer |
    Iauthorization: token |
    Iauthorization: apikey |
    Jsshpass -p|
    K.login(|
    Lauth=(|
    Lauth = (|
    Lbasicauth(|
    Ldigestauth(|
    Lbasic_auth|
    Lnetworkcredential(|
    Lpscredential(|
    Msudo -|
    N"service_account"|
    Pbasic |
    QLS0tLS1CRUdJTi|
    Rkind: Secret|
    S@tcp(|
    S@unix(|
    Tmysqli_connect(|
    Tnew mysqli(|
    Tmysql_connect(|
    Tgetconnection(|
    Tnew pdo(|
    Uchpasswd|
    Upasswd --stdin|
    Vconvertto-securestring |
    Widentified |
    Ocurl |
    Odocker login |
    Opodman login |
    Ohelm registry login |
    Ooc login |
    Omongosh |
    Omongodump |
    Omysql |
    Omysqldump |
    Omysqladmin |
    Oredis-cli |
    Omariadb |
    Omariadb-dump |
    Omysqlimport |
    Oldapsearch |
    Oldapadd |
    Oldapmodify |
    Oldapdelete |
    Oldapwhoami |
    Oldappasswd |
    Oaz login |
    Oaz acr login |
    Osqlcmd |
    Obcp |
    Omongo |
    Omongorestore |
    Omongoimport |
    Omongoexport |
    Omosquitto_pub |
    Omosquitto_sub |
    Oipmitool |
    Ozip |
    Ounzip |
    Ossh-keygen |
    Opsexec |
    Ocqlsh |
    Oncftpput |
    Oopenssl enc |
    Osmbclient |
    Orpcclient |
    Olftp |
    Osqlplus |
    Ohtpasswd |
    Orabbitmqctl add_user |
    Orabbitmqctl change_password |
    Onet user |

    """#
}
