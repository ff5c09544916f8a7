/**
 * Functions of `pg_catalog` that people call: from `pg_proc` of PostgreSQL 15, without what only PostgreSQL itself calls (input and
 * output of types, support of operators, indexes and aggregates) and without the names that begin with `pg_`.
 */
const FUNCTIONS = `
abbrev abs aclcontains acldefault aclexplode aclinsert aclitemeq aclremove acos acosd acosh age amvalidate anytextcat area array_agg array_append
array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
array_to_json array_to_string array_to_tsvector array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avg bit bit_and bit_count bit_length
bit_or bit_xor bool bool_and bool_or booleq boolge boolgt boolle boollt boolne box bpchar broadcast btrim cardinality cash_words cbrt ceil ceiling
center char char_length character_length chr cideq cidr circle clock_timestamp col_description concat concat_ws convert convert_from convert_to corr
cos cosd cosh cot cotd count covar_pop covar_samp cume_dist current_database current_query current_schema current_schemas current_setting current_user
currtid2 currval cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema database_to_xmlschema date date_bin date_part
date_trunc datemultirange daterange daterange_canonical daterange_subdiff dcbrt decode degrees dense_rank dexp diagonal diameter div dlog1 dlog10
dround dsqrt dtrunc elem_contained_by_multirange elem_contained_by_range encode enum_first enum_last enum_range every exp extract factorial family
first_value float4 float8 floor fmgr_c_validator fmgr_internal_validator fmgr_sql_validator format format_type gcd gen_random_uuid generate_series
generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding getpgusername has_any_column_privilege has_column_privilege
has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege has_parameter_privilege has_schema_privilege
has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege hashtext hashtextextended height host
hostmask inet_client_addr inet_client_port inet_merge inet_server_addr inet_server_port initcap int2 int4 int4inc int4multirange int4range
int4range_canonical int4range_subdiff int8 int8_sum int8multirange int8range int8range_canonical int8range_subdiff integer_pl_date interval
is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp isvertical json_agg json_array_elements json_array_elements_text
json_array_length json_build_array json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg
json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_to_tsvector json_typeof jsonb_agg
jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_concat jsonb_delete jsonb_each
jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists
jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first
jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval lag last_value lastval lcm lead left
length like like_escape line ln lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell
lo_tell64 lo_truncate lo_truncate64 lo_unlink log log10 loread lower lower_inc lower_inf lowrite lpad lseg ltrim macaddr macaddr8 macaddr8_set7bit
make_date make_interval make_time make_timestamp make_timestamptz makeaclitem masklen max md5 min min_scale mod mode money mul_d_interval multirange
mxid_age name nameconcatoid netmask network nextval normalize notlike now npoints nth_value ntile num_nonnulls num_nulls numeric numeric_div_trunc
numeric_exp numeric_inc numeric_ln numeric_log numeric_sqrt nummultirange numnode numrange numrange_subdiff obj_description octet_length oid
oidvectortypes overlaps overlay parse_ident path pclose percent_rank percentile_cont percentile_disc phraseto_tsquery pi plainto_tsquery
plpgsql_call_handler plpgsql_validator point polygon popen position postgresql_fdw_validator pow power pt_contained_circle pt_contained_poly
query_to_xml query_to_xml_and_xmlschema query_to_xmlschema querytree quote_ident quote_literal quote_nullable radians radius random range_agg
range_intersect_agg range_merge rank regclass regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse
right round row_number row_security_active row_to_json rpad rtrim satisfies_hash_partition scale schema_to_xml schema_to_xml_and_xmlschema
schema_to_xmlschema session_user set_bit set_byte set_config set_masklen setseed setval setweight sha224 sha256 sha384 sha512 shobj_description sign
similar_escape similar_to_escape sin sind sinh slope split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg
string_to_array string_to_table strip strpos substr substring sum suppress_redundant_updates_trigger table_to_xml table_to_xml_and_xmlschema
table_to_xmlschema tan tand tanh text textlen time timeofday timestamp timestamptz timetz timezone to_ascii to_char to_date to_hex to_json to_jsonb
to_number to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_timestamp
to_tsquery to_tsvector transaction_timestamp translate trim_array trim_scale trunc ts_debug ts_delete ts_filter ts_headline ts_lexize ts_match_qv
ts_match_tq ts_match_tt ts_match_vq ts_parse ts_rank ts_rank_cd ts_rewrite ts_stat ts_token_type tsmultirange tsquery_phrase tsrange tsrange_subdiff
tstzmultirange tstzrange tstzrange_subdiff tsvector_to_array tsvector_update_trigger tsvector_update_trigger_column txid_current
txid_current_if_assigned txid_current_snapshot txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status txid_visible_in_snapshot
unique_key_recheck unistr unnest upper upper_inc upper_inf var_pop var_samp varbit varchar variance version websearch_to_tsquery width width_bucket
xid xml xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlexists xmlvalidate xpath xpath_exists
`;

let functions: ReadonlySet<string> | undefined;

/** Whether a function's name without a schema means one of PostgreSQL's or YugabyteDB's own: `pg_catalog` comes first on every path. */
export function isBuiltInFunction(name: string): boolean {
  functions ??= new Set(FUNCTIONS.split(/\s+/));
  return functions.has(name) || name.startsWith('pg_') || name.startsWith('yb_');
}
