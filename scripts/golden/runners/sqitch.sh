# Runs Sqitch's plan, all of one way.
target=$(printf %s "$DATABASE_URL" | sed 's/^postgres:/db:pg:/')
export SQITCH_FULLNAME=A SQITCH_EMAIL=a@example.com
case $1 in
  up) sqitch deploy --no-verify "$target" ;;
  *) sqitch revert -y "$target" ;;
esac
