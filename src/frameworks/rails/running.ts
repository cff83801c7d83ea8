// The version of Rails that runs the migrations: the lock of the project's packages has it.
import { rootPath, type Session } from './session.ts';
import { newest, type Version } from './version.ts';

/** 702 for 7.2; the newest where nothing tells. */
export function runningVersion(session: Session): Version {
  const lock = session.beside(`${rootPath(session)}/Gemfile.lock`) ?? '';
  const [, major, minor] = /^ {4}activerecord \((\d+)\.(\d+)/m.exec(lock) ?? [];
  return major === undefined ? newest : Number(major) * 100 + Number(minor);
}
