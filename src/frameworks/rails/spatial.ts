// Column types of PostGIS. https://github.com/rgeo/activerecord-postgis-adapter (lib/active_record/connection_adapters/postgis)
import { ownOf } from '../ruby/lookup.ts';
import type { PlainObject } from './options.ts';

const shapes: Readonly<Record<string, string>> = {
  geometry: 'Geometry',
  geography: 'Geography',
  spatial: 'Geometry',
  st_geometry: 'Geometry',
  st_point: 'Point',
  st_polygon: 'Polygon',
  line_string: 'LineString',
  multi_line_string: 'MultiLineString',
  multi_point: 'MultiPoint',
  multi_polygon: 'MultiPolygon',
  geometry_collection: 'GeometryCollection',
};

export const spatialTypes: readonly string[] = Object.keys(shapes);

export const spatialOptions = ['srid', 'geographic', 'has_z', 'has_m'];

/** Undefined where it is a type of PostgreSQL itself. */
export function spatialType(type: string, options: PlainObject): string | undefined {
  const isSpatial = options.srid !== undefined || options.geographic !== undefined;
  const shape = ownOf(shapes, type) ?? (type === 'point' && isSpatial ? 'Point' : undefined);
  if (shape === undefined) return undefined;
  const isGeographic = Boolean(options.geographic) || type === 'geography';
  const srid = options.srid ?? (isGeographic ? 4326 : 0);
  const own = shape === 'Geography' ? 'Geometry' : shape;
  const dimensions = `${options.has_z ? 'Z' : ''}${options.has_m ? 'M' : ''}`;
  return `${isGeographic ? 'geography' : 'geometry'}(${own}${dimensions},${String(srid)})`;
}
