/// Questions to the catalog. `$1` is an array of schema names or of object identifiers.
///
/// Names are sorted by their bytes, so that the order depends on no collation.
enum CatalogQueries {
  static let schemas = """
    SELECT n FROM unnest(current_schemas(false)) WITH ORDINALITY AS s(n, i) ORDER BY i
    """

  static let existingSchemas = """
    SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY($1::text[])
    """

  /// Partitions are part of their table; what extensions own is theirs.
  static let relations = """
    SELECT c.oid, n.nspname, c.relname, c.relkind,
      EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid),
      pg_catalog.pg_has_role(c.relowner, 'USAGE'),
      pg_catalog.has_table_privilege(c.oid, 'SELECT')
        OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
      c.reltuples,
      (SELECT e.extname FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
          AND d.refclassid = 'pg_catalog.pg_extension'::regclass LIMIT 1)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY($1::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT c.relispartition AND ($2::text[] IS NULL OR c.relname = ANY($2::text[]))
    ORDER BY array_position($1::text[], n.nspname::text), c.relname::text COLLATE "C"
    """

  static let columns = """
    SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod,
      pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      pg_catalog.pg_get_expr(d.adbin, d.adrelid),
      COALESCE(
        (SELECT s.oid FROM pg_catalog.pg_depend p
          JOIN pg_catalog.pg_class s ON s.oid = p.refobjid AND s.relkind = 'S'
          WHERE p.classid = 'pg_catalog.pg_attrdef'::regclass AND p.objid = d.oid
            AND p.refclassid = 'pg_catalog.pg_class'::regclass ORDER BY s.oid LIMIT 1),
        (SELECT s.oid FROM pg_catalog.pg_depend p
          JOIN pg_catalog.pg_class s ON s.oid = p.objid AND s.relkind = 'S'
          WHERE p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = a.attrelid
            AND p.refobjsubid = a.attnum AND p.deptype = 'i'
            AND p.classid = 'pg_catalog.pg_class'::regclass LIMIT 1)),
      CASE WHEN a.attcollation <> t.typcollation THEN
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname)
          FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
          WHERE o.oid = a.attcollation) END,
      (SELECT p.oid::regproc::text FROM pg_catalog.pg_depend x
        JOIN pg_catalog.pg_proc p ON p.oid = x.refobjid
        WHERE x.classid = 'pg_catalog.pg_attrdef'::regclass AND x.objid = d.oid
          AND x.refclassid = 'pg_catalog.pg_proc'::regclass AND p.oid >= 16384
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
            WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid
              AND e.deptype = 'e') LIMIT 1)
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
    """

  static let constraints = """
    SELECT c.conrelid, c.conname, c.contype,
      (SELECT array_agg(a.attname ORDER BY k.i)::text[]
        FROM unnest(c.conkey) WITH ORDINALITY AS k(n, i)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n),
      pg_catalog.pg_get_constraintdef(c.oid), pg_catalog.pg_get_expr(c.conbin, c.conrelid),
      c.condeferrable, c.condeferred, c.confrelid, n.nspname, r.relname,
      (SELECT array_agg(a.attname ORDER BY k.i)::text[]
        FROM unnest(c.confkey) WITH ORDINALITY AS k(n, i)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n),
      c.confupdtype, c.confdeltype, c.confmatchtype,
      (SELECT p.oid::regproc::text FROM pg_catalog.pg_depend x
        JOIN pg_catalog.pg_proc p ON p.oid = x.refobjid
        WHERE x.classid = 'pg_catalog.pg_constraint'::regclass AND x.objid = c.oid
          AND x.refclassid = 'pg_catalog.pg_proc'::regclass AND p.oid >= 16384
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
            WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid
              AND e.deptype = 'e') LIMIT 1)
    FROM pg_catalog.pg_constraint c
    LEFT JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
    WHERE c.conrelid = ANY($1::oid[]) AND c.contype IN ('p', 'u', 'f', 'c', 'x')
    ORDER BY c.conrelid, position(c.contype IN 'pufcx'), c.conname::text COLLATE "C"
    """

  /// Indexes that no constraint has made.
  static let indexes = """
    SELECT i.indrelid, x.relname, pg_catalog.pg_get_indexdef(i.indexrelid)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = ANY($1::oid[]) AND i.indisvalid
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c
        WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
    ORDER BY i.indrelid, x.relname::text COLLATE "C"
    """

  /// The types with these identifiers, and those they are made of.
  static let types = """
    WITH RECURSIVE used(oid) AS (
      SELECT unnest($1::oid[])
      UNION
      SELECT x.oid FROM used
      JOIN pg_catalog.pg_type t ON t.oid = used.oid
      CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS x(oid)
      WHERE x.oid <> 0)
    SELECT t.oid, n.nspname, t.typname, t.typtype,
      CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem END,
      NULLIF(t.typbasetype, 0), t.typtypmod,
      CASE WHEN t.typbasetype <> 0 THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
      t.typnotnull, t.typdefault,
      (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[]
        FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
      (SELECT e.extname FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
        WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
          AND d.refclassid = 'pg_catalog.pg_extension'::regclass LIMIT 1)
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid IN (SELECT oid FROM used)
    ORDER BY n.nspname::text COLLATE "C", t.typname::text COLLATE "C"
    """

  static let domainChecks = """
    SELECT c.contypid, c.conname, pg_catalog.pg_get_expr(c.conbin, 0)
    FROM pg_catalog.pg_constraint c
    WHERE c.contypid = ANY($1::oid[]) AND c.contype = 'c'
    ORDER BY c.contypid, c.conname::text COLLATE "C"
    """

  static let sequences = """
    SELECT s.seqrelid, n.nspname, c.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
      pg_catalog.pg_has_role(c.relowner, 'USAGE')
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE s.seqrelid = ANY($1::oid[])
    """
}
