import type { Expression, FunctionCall, QualifiedName, Schema } from '../schema/model.js';

/** What PostgreSQL promises of a function's results. */
export type Volatility = 'volatile' | 'stable' | 'immutable';

/** A call with what is known of the function. */
export interface JudgedCall {
  readonly call: FunctionCall;
  readonly volatility: Volatility;
  /** Who defines the function; `unknown`: no migration does, and PostgreSQL's default is taken. */
  readonly definedBy: 'catalog' | 'extension' | 'migration' | 'unknown';
}

// The functions of PostgreSQL 15's catalog that a default can call, by the most volatile of the functions that share the
// name; of the others (of operators, types, indexes, statistics) nobody writes the name. Source: `pg_proc` of
// PostgreSQL 15.18, read on 2026-11-25; test/xcluster/volatility.test.ts has the query. One text each, for it is read
// only where somebody asks.

const CATALOG_VOLATILE =
  'amvalidate clock_timestamp current_query currtid2 currval cursor_to_xml cursor_to_xmlschema gen_random_uuid lastval lo_close lo_creat ' +
  'lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink ' +
  'loread lowrite nextval pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared ' +
  'pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_backup_start pg_backup_stop pg_blocking_pids pg_cancel_backend ' +
  'pg_collation_actual_version pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_copy_logical_replication_slot ' +
  'pg_copy_physical_replication_slot pg_create_logical_replication_slot pg_create_physical_replication_slot pg_create_restore_point ' +
  'pg_current_logfile pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn pg_database_collation_actual_version ' +
  'pg_database_size pg_drop_replication_slot pg_export_snapshot pg_extension_config_dump pg_get_wal_replay_pause_state ' +
  'pg_import_system_collations pg_indexes_size pg_is_in_recovery pg_is_wal_replay_paused pg_isolation_test_session_is_blocked pg_jit_available ' +
  'pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_log_backend_memory_contexts ' +
  'pg_nextoid pg_notification_queue_usage pg_notify pg_promote pg_read_binary_file pg_read_file pg_read_file_old pg_relation_size ' +
  'pg_reload_conf pg_rotate_logfile pg_rotate_logfile_old pg_safe_snapshot_blocking_pids pg_sequence_last_value pg_sleep pg_sleep_for ' +
  'pg_sleep_until pg_stop_making_pinned_objects pg_switch_wal pg_table_size pg_tablespace_size pg_terminate_backend pg_total_relation_size ' +
  'pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared pg_wal_replay_pause ' +
  'pg_wal_replay_resume pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status query_to_xml query_to_xml_and_xmlschema ' +
  'query_to_xmlschema random set_config setseed setval timeofday ts_rewrite txid_status';

const CATALOG_STABLE =
  'age array_to_json array_to_string col_description concat concat_ws convert convert_from convert_to current_database current_schema ' +
  'current_schemas current_setting current_user database_to_xml database_to_xml_and_xmlschema database_to_xmlschema date date_part date_trunc ' +
  'enum_first enum_last enum_range enum_send extract format format_type get_current_ts_config getdatabaseencoding getpgusername ' +
  'has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege ' +
  'has_language_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege has_server_privilege has_table_privilege ' +
  'has_tablespace_privilege has_type_privilege inet_client_addr inet_client_port inet_server_addr inet_server_port json_build_array ' +
  'json_build_object json_populate_record json_to_record json_to_tsvector jsonb_build_array jsonb_build_object jsonb_path_exists_tz ' +
  'jsonb_path_match_tz jsonb_path_query_array_tz jsonb_path_query_first_tz jsonb_populate_record jsonb_to_record jsonb_to_tsvector length ' +
  'make_timestamptz money mxid_age now numeric obj_description oidvectortypes overlaps pg_backend_pid pg_char_to_encoding pg_client_encoding ' +
  'pg_collation_for pg_collation_is_visible pg_column_compression pg_column_is_updatable pg_column_size pg_conf_load_time ' +
  'pg_conversion_is_visible pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_describe_object pg_encoding_to_char ' +
  'pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_filenode_relation pg_function_is_visible pg_get_constraintdef ' +
  'pg_get_expr pg_get_function_arg_default pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result ' +
  'pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef ' +
  'pg_get_replica_identity_index pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef pg_get_statisticsobjdef_columns ' +
  'pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_identify_object ' +
  'pg_identify_object_as_address pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_is_other_temp_schema ' +
  'pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_postmaster_start_time pg_relation_filenode ' +
  'pg_relation_filepath pg_relation_is_publishable pg_relation_is_updatable pg_sequence_parameters pg_settings_get_flags ' +
  'pg_statistics_obj_is_visible pg_table_is_visible pg_tablespace_location pg_trigger_depth pg_ts_config_is_visible pg_ts_dict_is_visible ' +
  'pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible pg_typeof phraseto_tsquery plainto_tsquery quote_literal quote_nullable ' +
  'regclass row_security_active row_to_json schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema session_user shobj_description ' +
  'statement_timestamp table_to_xml table_to_xml_and_xmlschema table_to_xmlschema time timestamp timestamptz timetz timezone to_char to_date ' +
  'to_json to_jsonb to_number to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole ' +
  'to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp ts_headline txid_current txid_current_if_assigned txid_current_snapshot ' +
  'version websearch_to_tsquery xml xml_is_well_formed';

const CATALOG_IMMUTABLE =
  'abbrev abs acldefault acos acosd acosh area array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position ' +
  'array_positions array_prepend array_remove array_replace array_to_tsvector array_upper ascii asin asind asinh atan atan2 atan2d atand atanh ' +
  'bit bit_count bit_length bool box bpchar broadcast btrim cardinality cash_words cbrt ceil ceiling center char char_length character_length ' +
  'chr cidr circle cos cosd cosh cot cotd date_bin datemultirange daterange daterange_canonical daterange_subdiff decode degrees dexp diagonal ' +
  'diameter div dlog1 dlog10 dround dtrunc encode exp factorial family float4 float8 floor gcd get_bit get_byte height host hostmask initcap ' +
  'int2 int4 int4inc int4multirange int4range int4range_canonical int4range_subdiff int8 int8_sum int8multirange int8range int8range_canonical ' +
  'int8range_subdiff interval is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp isvertical json_array_length ' +
  'json_extract_path json_extract_path_text json_object json_strip_nulls json_typeof jsonb_array_length jsonb_concat jsonb_delete ' +
  'jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_path_exists jsonb_path_match jsonb_path_query_array ' +
  'jsonb_path_query_first jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval lcm ' +
  'left like like_escape line ln log log10 lower lower_inc lower_inf lpad lseg ltrim macaddr macaddr8 macaddr8_set7bit make_date make_interval ' +
  'make_time make_timestamp makeaclitem masklen md5 min_scale mod multirange name nameconcatoid netmask network normalize notlike npoints ' +
  'num_nonnulls num_nulls numeric_div_trunc numeric_exp numeric_inc numeric_ln numeric_log numeric_sqrt nummultirange numnode numrange ' +
  'numrange_subdiff octet_length oid overlay parse_ident path pclose pg_encoding_max_length pg_indexam_progress_phasename pg_lsn ' +
  'pg_partition_root pg_size_bytes pg_size_pretty pg_snapshot_xmax pg_snapshot_xmin pg_visible_in_snapshot pg_wal_lsn_diff pg_walfile_name ' +
  'pg_walfile_name_offset pi point polygon popen position postgresql_fdw_validator pow power querytree quote_ident radians radius range_merge ' +
  'regexp_count regexp_instr regexp_like regexp_match regexp_replace regexp_split_to_array regexp_substr repeat replace reverse right round ' +
  'rpad rtrim satisfies_hash_partition scale set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512 sign similar_escape ' +
  'similar_to_escape sin sind sinh slope split_part sqrt starts_with string_to_array strip strpos substr substring tan tand tanh text textcat ' +
  'textlen to_ascii to_hex translate trim_array trim_scale trunc ts_delete ts_filter ts_lexize ts_rank ts_rank_cd tsmultirange tsquery_phrase ' +
  'tsrange tsrange_subdiff tstzmultirange tstzrange tstzrange_subdiff tsvector_to_array txid_snapshot_xmax txid_snapshot_xmin ' +
  'txid_visible_in_snapshot unistr upper upper_inc upper_inf varbit varchar width width_bucket xid xml_is_well_formed_content ' +
  'xml_is_well_formed_document xmlcomment xmlexists xmlvalidate xpath xpath_exists';

/** Of pgcrypto 1.3 and uuid-ossp 1.1, from the same server. */
const EXTENSION_VOLATILE =
  'gen_random_bytes gen_random_uuid gen_salt pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea uuid_generate_v1 ' +
  'uuid_generate_v1mc uuid_generate_v4';

const EXTENSION_IMMUTABLE =
  'armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv hmac pgp_armor_headers pgp_key_id pgp_pub_decrypt pgp_pub_decrypt_bytea ' +
  'pgp_sym_decrypt pgp_sym_decrypt_bytea uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500';

/**
 * Stable functions whose result depends on the clock, the session or the server, so that two clusters give two results;
 * the keywords that are called without parentheses too. What the other stable ones of the catalog give depends on their
 * arguments and on settings that the clusters share (`to_char`, `jsonb_build_object`).
 */
const LOCAL =
  'age current_catalog current_database current_role current_schema current_schemas current_setting current_user getpgusername inet_client_addr ' +
  'inet_client_port inet_server_addr inet_server_port mxid_age now pg_backend_pid pg_conf_load_time pg_current_snapshot pg_current_xact_id ' +
  'pg_current_xact_id_if_assigned pg_my_temp_schema pg_postmaster_start_time session_user statement_timestamp transaction_timestamp ' +
  'txid_current txid_current_if_assigned txid_current_snapshot user version';

let catalog: ReadonlyMap<string, Volatility> | null = null;
let extensions: ReadonlyMap<string, Volatility> | null = null;
let local: ReadonlySet<string> | null = null;

/** The names in the lists of PostgreSQL's own functions. */
export function catalogFunctions(): ReadonlyMap<string, Volatility> {
  catalog ??= byName({ immutable: CATALOG_IMMUTABLE, stable: `${CATALOG_STABLE} ${LOCAL}`, volatile: CATALOG_VOLATILE });
  return catalog;
}

/** The names in the lists of pgcrypto's and uuid-ossp's functions. */
export function extensionFunctions(): ReadonlyMap<string, Volatility> {
  extensions ??= byName({ immutable: EXTENSION_IMMUTABLE, volatile: EXTENSION_VOLATILE });
  return extensions;
}

/** The first call of the expression that is volatile; `near`: the table whose schema functions are looked for in. */
export function findVolatileCall(expression: Expression | null, schema: Schema, near: QualifiedName): JudgedCall | null {
  return findCall(expression, schema, near, (judged) => judged.volatility === 'volatile');
}

/** The first call that is stable and whose result two clusters do not share. */
export function findLocalCall(expression: Expression | null, schema: Schema, near: QualifiedName): JudgedCall | null {
  return findCall(expression, schema, near, ({ call, volatility, definedBy }) => volatility === 'stable' && (definedBy === 'migration' || isLocal(call.name)));
}

/** Whether the catalog's stable function gives a result of this cluster. */
function isLocal(name: string): boolean {
  local ??= new Set(LOCAL.split(' '));
  return local.has(name);
}

function findCall(expression: Expression | null, schema: Schema, near: QualifiedName, isWanted: (judged: JudgedCall) => boolean): JudgedCall | null {
  for (const call of expression?.calls ?? []) {
    const judged = judgeCall(call, schema, near);
    if (isWanted(judged)) return judged;
  }
  return null;
}

function judgeCall(call: FunctionCall, schema: Schema, near: QualifiedName): JudgedCall {
  const { name } = call;
  const builtIn = call.schema === null || call.schema === 'pg_catalog' ? catalogFunctions().get(name) : undefined;
  if (builtIn !== undefined) return { call, volatility: builtIn, definedBy: 'catalog' };
  for (const place of call.schema === null ? new Set([near.schema, 'public']) : [call.schema]) {
    const overloads = schema.routines({ schema: place, name });
    const fitting = overloads.filter((routine) => routine.argumentTypes.length === call.arguments.length);
    const meant = fitting.length > 0 ? fitting : overloads;
    if (meant.length > 0) return { call, volatility: mostVolatile(meant.map((routine) => routine.volatility ?? 'volatile')), definedBy: 'migration' };
  }
  const installed = extensionFunctions().get(name);
  return installed === undefined ? { call, volatility: 'volatile', definedBy: 'unknown' } : { call, volatility: installed, definedBy: 'extension' };
}

function mostVolatile(all: readonly Volatility[]): Volatility {
  return all.includes('volatile') ? 'volatile' : all.includes('stable') ? 'stable' : 'immutable';
}

function byName(lists: Readonly<Partial<Record<Volatility, string>>>): ReadonlyMap<string, Volatility> {
  const result = new Map<string, Volatility>();
  for (const volatility of ['immutable', 'stable', 'volatile'] as const) {
    for (const [name] of lists[volatility]?.matchAll(/\S+/g) ?? []) result.set(name, volatility);
  }
  return result;
}
