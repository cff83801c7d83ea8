// The parameters of the methods of MigrationBuilder, in their order. EFCore.Relational/Migrations/MigrationBuilder.cs
const words = (text: string): readonly string[] => text.split(' ');

const altered =
  'type unicode maxLength rowVersion schema nullable defaultValue defaultValueSql computedColumnSql oldClrType oldType oldUnicode oldMaxLength oldRowVersion oldNullable oldDefaultValue oldDefaultValueSql oldComputedColumnSql fixedLength oldFixedLength comment oldComment collation oldCollation precision oldPrecision scale oldScale stored oldStored';

const column =
  'nullable defaultValue defaultValueSql computedColumnSql fixedLength comment collation precision scale stored';

const sequence = 'incrementBy minValue maxValue cyclic';

export const builderParameters: Readonly<Record<string, readonly string[]>> = {
  AddCheckConstraint: words('name table sql schema'),
  AddColumn: words(`name table type unicode maxLength rowVersion schema ${column}`),
  AddForeignKey: words('name table columns principalTable schema principalSchema principalColumns onUpdate onDelete'),
  AddPrimaryKey: words('name table columns schema'),
  AddUniqueConstraint: words('name table columns schema'),
  AlterColumn: words(`name table ${altered}`),
  AlterDatabase: words('collation oldCollation'),
  AlterSequence: words(`name schema ${sequence} oldIncrementBy oldMinValue oldMaxValue oldCyclic`),
  AlterTable: words('name schema comment oldComment'),
  CreateCheckConstraint: words('name table sql schema'),
  CreateIndex: words('name table columns schema unique filter descending'),
  CreateSequence: words(`name schema startValue ${sequence}`),
  CreateTable: words('name columns schema constraints comment'),
  DeleteData: words('table keyColumns keyValues schema keyColumnTypes'),
  DropCheckConstraint: words('name table schema'),
  DropColumn: words('name table schema'),
  DropForeignKey: words('name table schema'),
  DropIndex: words('name table schema'),
  DropPrimaryKey: words('name table schema'),
  DropSchema: words('name'),
  DropSequence: words('name schema'),
  DropTable: words('name schema'),
  DropUniqueConstraint: words('name table schema'),
  EnsureSchema: words('name'),
  InsertData: words('table columns values schema columnTypes'),
  RenameColumn: words('name table newName schema'),
  RenameIndex: words('name newName table schema'),
  RenameSequence: words('name schema newName newSchema'),
  RenameTable: words('name schema newName newSchema'),
  RestartSequence: words('name startValue schema'),
  Sql: words('sql suppressTransaction'),
  UpdateData: words('table keyColumns keyValues columns values schema keyColumnTypes columnTypes'),
};

/** Of what the functions of CreateTable are given. */
export const tableParameters: Readonly<Record<string, readonly string[]>> = {
  Column: words(`type unicode maxLength rowVersion name ${column}`),
  PrimaryKey: words('name columns'),
  UniqueConstraint: words('name columns'),
  CheckConstraint: words('name sql'),
  ForeignKey: words('name columns principalTable principalColumns principalSchema onUpdate onDelete'),
};
